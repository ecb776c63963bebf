#include "console/program.h"
#include "console/progress_bar.h"
#include "options.h"
#include "report.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/convert/zookeeper_to_keeper.h"
#include "keeperfs/io/atomic_output.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>

namespace {

using keeperfs::Error;
using keeperfs::ErrorKind;
using Report = keeperfs::convert::ZooKeeperToKeeperReport;

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

/// The report takes the place of what bears its name; of /dev/stdout it must not.
void check_report_file(const std::string& path) {
    std::error_code ignored;
    const auto type = std::filesystem::symlink_status(path, ignored).type();
    if (type != std::filesystem::file_type::regular && type != std::filesystem::file_type::not_found)
        throw Error(ErrorKind::usage, "the report's file is there and is not a regular file")
            .file(path)
            .hint("Give another name. --format json prints the same report on standard output.");
}

void deliver(const Report& report, const Options& options) {
    if (!options.report_file.empty()) {
        keeperfs::io::AtomicOutput file(keeperfs::io::FileSystem::system(), options.report_file,
                                        keeperfs::io::FileSystem::Existing::replace);
        file.write(keeperfs::as_bytes(keeperfs::convert::to_json(report)));
        file.finish();
        file.commit();
    }
    if (options.console.format == "json")
        console::print(keeperfs::convert::to_json(report));
    else if (!options.console.quiet)
        console::print(to_text(report, {options.console.colored(), options.console.verbose}));
}

/// A failure behind the conversion does not undo it, and must not read as if it did.
Error with_the_snapshot(const Error& error, const std::string& snapshot) {
    const bool by_a_signal = error.kind() == ErrorKind::interrupted || error.kind() == ErrorKind::terminated;
    Error told(error.kind(),
               fmt::format("{}; the snapshot {} was written and verified before",
                           by_a_signal ? "ended by a signal before the report was written" : error.message(),
                           keeperfs::escaped(snapshot)));
    if (error.file())
        told.file(*error.file());
    if (error.advice())
        told.hint(*error.advice());
    return told;
}

int run(const Options& options) {
    check_report_file(options.report_file);
    keeperfs::io::Meter meter;
    Report report;
    {
        const console::ProgressBar bar(meter, options.console.shows_progress());
        report = keeperfs::convert::zookeeper_to_keeper(keeperfs::io::FileSystem::system(),
                                                        options.conversion(), &meter);
    }
    try {
        deliver(report, options);
    } catch (const Error& error) {
        if (report.written)
            throw with_the_snapshot(error, report.output_file);
        throw;
    }
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
