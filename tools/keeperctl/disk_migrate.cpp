#include "commands.h"
#include "console/consent.h"
#include "console/console.h"
#include "console/progress_bar.h"
#include "disk_options.h"
#include "disk_plan_report.h"
#include "text_report.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/migrate/migrate.h"

using namespace keeperfs;
using migrate::Layout;
using migrate::Plan;

namespace {

constexpr CommandText text{
    "migrate", "Moves files between the disks of a stopped Keeper, as the server itself would",
    R"(  keeperctl disk migrate --old-config old.xml --config /etc/clickhouse-keeper/keeper_config.xml --dry-run
  keeperctl disk migrate --from /old/log --to /new/log --config keeper_config.xml --bandwidth 50MiB --yes)"};

struct Options {
    DiskOptions disks;
    StoppedServer server;
    bool keep_source = false, dry_run = false, yes = false, allow_unnamed_source = false;
    std::string bandwidth;
    std::size_t parallel = 2;
    std::optional<unsigned> metadata_version;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        disks.add_to(app);
        const char* group = "How to move";
        app.add_flag("--keep-source", keep_source, "Copy and compare, and remove nothing")->group(group);
        app.add_option("--bandwidth", bandwidth, "At most so much a second, copied and read back: 50MiB")
            ->type_name("SIZE")
            ->group(group);
        app.add_option("--parallel", parallel, "So many files at once; default: 2")
            ->type_name("N")
            ->check(CLI::Range(1, 64).description(""))
            ->group(group);
        app.add_option("--s3-metadata-version", metadata_version,
                       "Of the local files that a disk of type s3 gets; default: as its other files, or 3")
            ->type_name("3|5")
            ->check(CLI::IsMember({3U, 5U}).description(""))
            ->group(group);
        app.add_flag("--dry-run", dry_run, "Check everything, and change nothing")->group("Safety");
        app.add_flag("--allow-unnamed-source", allow_unnamed_source,
                     "Go on although the configuration does not name a source among its old disks")
            ->group("Safety");
        server.add_to(app);
        app.add_flag("--yes", yes, "Do not ask")->group("Safety");
        console.add_to(app);
    }
    migrate::MigrationOptions migration() const {
        migrate::MigrationOptions how{keep_source, std::nullopt, parallel};
        if (bandwidth.empty())
            return how;
        how.bytes_per_second = parse_size(bandwidth);
        if (!how.bytes_per_second || *how.bytes_per_second == 0)
            throw Error(ErrorKind::usage, fmt::format("--bandwidth: {} is no size", escaped(bandwidth)))
                .hint("Say it as 50MiB.");
        return how;
    }
};

void ask(const Options& options, const Layout& layout, const Plan& plan) {
    const migrate::Place& target = layout.places[plan.moves.front().to];
    console::require_consent(
        options.yes,
        fmt::format("{} will be moved, and {} copied; each source is {}.",
                    counted(plan.moves.size(), "file", "files"), size_text(plan.bytes()),
                    options.keep_source ? "kept" : "removed once its copy was read back and is the same"),
        target.name);
}

void print_report(const Options& options, const Layout& layout, const Plan& plan,
                  const migrate::MigrationReport& report) {
    if (options.console.format == "json") {
        JsonWriter json;
        json.begin_object().member("format_version", 1).member("dry_run", options.dry_run);
        add_members(json, layout, plan);
        json.key("done").begin_array();
        for (const migrate::MovedFile& file : report.files)
            json.begin_object()
                .member("name", file.move.name)
                .member("from", layout.file(file.move.from, file.move.name))
                .member("to", layout.file(file.move.to, file.move.name))
                .member("sha256", file.sha256)
                .end_object();
        json.end_array().member("bytes_copied", report.bytes).end_object();
        return console::print_json(std::string(json.view()) + "\n");
    }
    if (options.console.quiet)
        return;
    if (options.dry_run)
        return console::print(to_text(layout, plan, options.console.colored()));
    TextReport out(options.console.colored());
    for (const migrate::MovedFile& file : report.files)
        out.row("", "{} {} from {} to {}, SHA-256 {}",
                file.move.action == migrate::Action::copy ? "moved" : "was there:", escaped(file.move.name),
                escaped(layout.places[file.move.from].name), escaped(layout.places[file.move.to].name),
                file.sha256);
    if (plan.moves.empty())
        out.paragraph("There is nothing to move.");
    else
        out.paragraph(fmt::format("{} done, {} copied and read back; the sources are {}.",
                                  counted(report.files.size(), "file", "files"), size_text(report.bytes),
                                  options.keep_source ? "kept" : "removed"));
    for (const Finding& found : plan.findings)
        out.row(out.styled(name_of(found.severity), style_of(found.severity)), "{}: {}: {}. {}", found.code,
                escaped(found.file), found.message, found.hint);
    console::print(out.text());
}

bool has_warnings(const Plan& plan) {
    return std::ranges::any_of(plan.findings,
                               [](const Finding& found) { return found.severity == Severity::warning; });
}

int run(const Options& options) {
    const migrate::MigrationOptions how = options.migration();
    auto& files = io::FileSystem::system();
    const Layout layout = options.disks.layout(options.metadata_version);
    const recover::HeldLocks locks = options.server.hold(layout, options.disks);
    Plan plan;
    {
        io::Meter meter;
        const console::ProgressBar bar(meter, options.console.shows_progress());
        plan = migrate::plan_migration(files, layout, &meter);
    }
    migrate::refuse_unsafe(plan, options.allow_unnamed_source);
    migrate::MigrationReport report;
    if (!options.dry_run && !plan.moves.empty()) {
        ask(options, layout, plan);
        io::Meter meter;
        const console::ProgressBar bar(meter, options.console.shows_progress());
        try {
            report = migrate::migrate(files, layout, plan, how, &meter);
        } catch (Error& error) {
            error.hint("What was moved before stays moved: the same command, run again, goes on from there.");
            throw;
        }
    }
    print_report(options, layout, plan, report);
    return has_warnings(plan) ? not_well : 0;
}

} // namespace

void add_disk_migrate(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
