#include "commands.h"
#include "console/consent.h"
#include "console/console.h"
#include "console/progress_bar.h"
#include "disk_options.h"
#include "disk_plan_report.h"
#include "text_report.h"

#include "keeperfs/base/text.h"
#include "keeperfs/migrate/cleanup.h"

using namespace keeperfs;
using migrate::CleanupPlan;
using migrate::Layout;

namespace {

constexpr CommandText text{
    "cleanup", "Removes markers, doubles and leftovers that are proven useless",
    R"(  keeperctl disk cleanup --config /etc/clickhouse-keeper/keeper_config.xml --dry-run
  keeperctl disk cleanup --config /etc/clickhouse-keeper/keeper_config.xml --yes)"};

struct Options {
    DiskOptions disks;
    StoppedServer server;
    bool dry_run = false, yes = false;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        disks.add_to(app);
        app.add_flag("--dry-run", dry_run, "Say what would go, and remove nothing")->group("Safety");
        server.add_to(app);
        app.add_flag("--yes", yes, "Do not ask")->group("Safety");
        console.add_to(app);
    }
};

std::string to_text(const Layout& layout, const CleanupPlan& plan, const Options& options) {
    TextReport out(options.console.colored());
    for (const migrate::Removal& removal : plan.removals)
        out.row(options.dry_run ? "would go" : "gone", "{}: {}",
                escaped(layout.file(removal.place, removal.name)), removal.reason);
    for (const migrate::Kept& kept : plan.kept)
        out.row(out.styled("stays", console::Style::yellow), "{}: {}",
                escaped(layout.file(kept.place, kept.name)), kept.reason);
    if (plan.removals.empty())
        out.paragraph("There is nothing to remove.");
    return out.text();
}

std::string to_json(const Layout& layout, const CleanupPlan& plan, bool dry_run) {
    JsonWriter json;
    json.begin_object().member("format_version", 1).member("dry_run", dry_run);
    add_places(json, layout);
    json.key("removed").begin_array();
    for (const migrate::Removal& removal : plan.removals)
        json.begin_object()
            .member("name", removal.name)
            .member("place", layout.places[removal.place].name)
            .member("bytes", removal.bytes)
            .member("reason", removal.reason)
            .end_object();
    json.end_array().key("kept").begin_array();
    for (const migrate::Kept& kept : plan.kept)
        json.begin_object()
            .member("name", kept.name)
            .member("place", layout.places[kept.place].name)
            .member("reason", kept.reason)
            .end_object();
    json.end_array().end_object();
    return std::string(json.view()) + "\n";
}

int run(const Options& options) {
    const Layout layout = options.disks.layout();
    const recover::HeldLocks locks = options.server.hold(layout, options.disks);
    CleanupPlan plan;
    {
        io::Meter meter;
        const console::ProgressBar bar(meter, options.console.shows_progress());
        plan =
            migrate::plan_cleanup(layout, migrate::take_inventory(io::FileSystem::system(), layout), &meter);
    }
    if (!plan.removals.empty() && !options.dry_run) {
        const migrate::Removal& first = plan.removals.front();
        console::require_consent(options.yes,
                                 fmt::format("{} will be removed: {}{}.",
                                             counted(plan.removals.size(), "file", "files"),
                                             escaped(layout.file(first.place, first.name)),
                                             plan.removals.size() > 1 ? " and others" : ""),
                                 layout.places[first.place].name);
        migrate::clean_up(layout, plan);
    }
    if (options.console.format == "json")
        console::print_json(to_json(layout, plan, options.dry_run));
    else if (!options.console.quiet)
        console::print(to_text(layout, plan, options));
    return plan.kept.empty() ? 0 : not_well;
}

} // namespace

void add_disk_cleanup(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
