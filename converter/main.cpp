#include "console/program.h"
#include "console/progress_bar.h"
#include "options.h"
#include "report.h"

#include "keeperfs/convert/zookeeper_to_keeper.h"
#include "keeperfs/io/atomic_output.h"

#include <CLI/CLI.hpp>

namespace {

constexpr const char* description =
    "Converts the files of a stopped ZooKeeper (3.4 to 3.9) into a snapshot for ClickHouse Keeper.";
constexpr const char* footer = R"(Examples:
  keeper-converter --zookeeper-logs-dir /var/lib/zookeeper/version-2 \
      --zookeeper-snapshots-dir /var/lib/zookeeper/version-2 \
      --output-dir /var/lib/clickhouse/coordination/snapshots
  The same with --dry-run reads and checks everything and writes nothing.
  --for-keeper 25.3 writes what that release writes; --report FILE keeps the report as JSON.

Exit status: 0 done, 2 wrong usage, 4 the input cannot be used, 5 refused for safety,
8 the output cannot be written, 130 or 143 ended by a signal, 1 a defect in this program.
See keeper-converter(1).)";

int run(const Options& options) {
    auto& files = keeperfs::io::FileSystem::system();
    keeperfs::io::Meter meter;
    keeperfs::convert::ZooKeeperToKeeperReport report;
    {
        const console::ProgressBar bar(meter, options.console.shows_progress());
        report = keeperfs::convert::zookeeper_to_keeper(files, options.conversion(), &meter);
    }
    if (!options.report_file.empty()) {
        keeperfs::io::AtomicOutput file(files, options.report_file,
                                        keeperfs::io::FileSystem::Existing::replace);
        file.write(keeperfs::as_bytes(keeperfs::convert::to_json(report)));
        file.finish();
        file.commit();
    }
    if (options.console.format == "json")
        console::print(keeperfs::convert::to_json(report));
    else if (!options.console.quiet)
        console::print(to_text(report, {options.console.colored(), options.console.verbose}));
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app(description, "keeper-converter");
    app.footer(footer);
    Options options;
    options.add_to(app);
    return console::run_program(app, argc, argv, [&] { return run(options); });
}
