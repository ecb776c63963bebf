#include "backup_options.h"
#include "commands.h"
#include "console/consent.h"
#include "json_texts.h"
#include "text_report.h"

#include "keeperfs/backup/prune.h"
#include "keeperfs/base/text.h"

using namespace keeperfs;
using backup::KeptBackup;
using backup::PrunePlan;

namespace {

constexpr CommandText text{
    "prune", "Removes old backups, and files that no backup needs",
    R"(  keeperctl backup prune /backup/keeper --keep-daily 14 --keep-monthly 6 --dry-run
  keeperctl backup prune /backup/keeper --keep-hourly 48 --keep-daily 14 --yes)"};

struct Options {
    StoreOptions store;
    backup::KeepRules rules;
    bool dry_run = false, yes = false, break_lock = false;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        store.add_to(app);
        const auto keep = [&app](const char* option, std::uint64_t& count, const char* description) {
            app.add_option(option, count, description)
                ->type_name("N")
                ->check(CLI::Range(0U, 1'000'000U).description(""))
                ->group("What to keep");
        };
        keep("--keep-last", rules.last, "So many of the newest");
        keep("--keep-hourly", rules.hourly, "The last one of each of so many hours");
        keep("--keep-daily", rules.daily, "The same of days, in UTC");
        keep("--keep-weekly", rules.weekly, "The same of weeks, which begin on Mondays");
        keep("--keep-monthly", rules.monthly, "The same of months");
        const char* safety = "Safety";
        app.add_flag("--dry-run", dry_run, "Only say what would go")->group(safety);
        app.add_flag("--yes", yes, "Do not ask")->group(safety);
        app.add_flag("--break-lock", break_lock, "Take the lock from a run of another machine")
            ->group(safety);
        console.add_to(app);
    }
};

std::string to_json(const PrunePlan& plan, bool is_done) {
    JsonWriter json;
    json.begin_object()
        .member("format_version", 1)
        .member("removed", is_done)
        .member("removed_backups", plan.removed_backups())
        .member("removed_files", std::uint64_t{plan.objects.size()})
        .member("removed_bytes", plan.removed_bytes())
        .key("backups")
        .begin_array();
    for (const KeptBackup& backup : plan.backups) {
        json.begin_object()
            .member("id", backup.id)
            .member("created", time_text(backup.created_ms))
            .member("kept", backup.is_kept());
        add_texts(json, "reasons", backup.reasons);
        json.end_object();
    }
    json.end_array();
    add_texts(json, "unreadable", plan.unreadable);
    json.end_object();
    return std::string(json.view()) + "\n";
}

std::string to_text(const PrunePlan& plan, bool is_done, bool colored) {
    TextReport out(colored);
    out.heading(is_done ? "Pruned" : "Would be pruned");
    for (const KeptBackup& backup : plan.backups)
        out.row("", "{}  {}", backup.id,
                backup.is_kept() ? fmt::format("kept: {}", fmt::join(backup.reasons, ", "))
                                 : std::string(is_done ? "removed" : "goes"));
    for (const std::string& id : plan.unreadable)
        out.row("", "{}  kept: its manifest cannot be read, so no stored file is removed either", id);
    out.paragraph(fmt::format("{}, {} of {}.", counted(plan.removed_backups(), "backup", "backups"),
                              counted(plan.objects.size(), "stored file", "stored files"),
                              size_text(plan.removed_bytes())));
    return out.text();
}

void ask(const Options& options, const PrunePlan& plan) {
    if (plan.removed_backups() == 0 && plan.objects.empty())
        return;
    console::require_consent(options.yes,
                             fmt::format("{} and {} of {} will be removed from {}.",
                                         counted(plan.removed_backups(), "backup", "backups"),
                                         counted(plan.objects.size(), "stored file", "stored files"),
                                         size_text(plan.removed_bytes()), escaped(options.store.where())),
                             options.store.where());
}

int run(const Options& options) {
    const StoreOptions::Opened opened = options.store.open();
    const PrunePlan plan = options.dry_run
                               ? backup::plan_prune(*opened.store, options.rules)
                               : backup::prune(*opened.store, options.rules, options.break_lock,
                                               [&](const PrunePlan& what) { ask(options, what); });
    if (options.console.format == "json")
        console::print_json(to_json(plan, !options.dry_run));
    else if (!options.console.quiet)
        console::print(to_text(plan, !options.dry_run, options.console.colored()));
    return plan.is_complete ? 0 : not_well;
}

} // namespace

void add_backup_prune(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
