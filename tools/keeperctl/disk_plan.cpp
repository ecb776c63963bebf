#include "commands.h"
#include "console/console.h"
#include "console/progress_bar.h"
#include "disk_options.h"
#include "disk_plan_report.h"

using namespace keeperfs;

namespace {

constexpr CommandText text{
    "plan", "Which file goes to which disk and why, in which order, and whether that is safe",
    R"(  keeperctl disk plan --old-config old.xml --config /etc/clickhouse-keeper/keeper_config.xml
  keeperctl disk plan --from /old/log --to /new/log --config /etc/clickhouse-keeper/keeper_config.xml)"};

struct Options {
    DiskOptions disks;
    bool allow_unnamed_source = false;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        disks.add_to(app);
        app.add_flag("--allow-unnamed-source", allow_unnamed_source,
                     "Go on although the configuration does not name a source among its old disks")
            ->group("Safety");
        console.add_to(app);
    }
};

int run(const Options& options) {
    const migrate::Layout layout = options.disks.layout();
    migrate::Plan plan;
    {
        io::Meter meter;
        const console::ProgressBar bar(meter, options.console.shows_progress());
        plan = migrate::plan_migration(io::FileSystem::system(), layout, &meter);
    }
    if (options.console.format == "json") {
        JsonWriter json;
        json.begin_object().member("format_version", 1);
        add_members(json, layout, plan);
        json.end_object();
        console::print_json(std::string(json.view()) + "\n");
    } else if (!options.console.quiet) {
        console::print(to_text(layout, plan, options.console.colored()));
    }
    migrate::refuse_unsafe(plan, options.allow_unnamed_source);
    return 0;
}

} // namespace

void add_disk_plan(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
