#include "catch_up_options.h"
#include "console/program.h"
#include "console/progress_bar.h"
#include "options.h"
#include "report.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/convert/catch_up.h"
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
  In two phases: convert a copy with --catch-up-file FILE while ZooKeeper serves, stop it, then
  keeper-converter catch-up --help

Exit status: 0 done, 2 wrong usage, 4 the input cannot be used, 5 refused for safety,
8 the output cannot be written, 130 or 143 ended by a signal, 1 a defect in this program.
See keeper-converter(1).)";

constexpr const char* catch_up_description =
    "Applies what the logs have since a bulk conversion to its result.";
constexpr const char* catch_up_footer = R"(Example:
  keeper-converter catch-up --catch-up-file bulk.catchup \
      --zookeeper-logs-dir /var/lib/zookeeper/version-2 \
      --zookeeper-snapshots-dir /var/lib/zookeeper/version-2 \
      --output-dir /var/lib/clickhouse/coordination/snapshots

Stop ZooKeeper before. What maps to what, and the form of the snapshot, are those of the bulk
conversion. See keeper-converter-catch-up(1).)";

/// The report takes the place of what bears its name; of /dev/stdout it must not.
void check_report_file(const std::string& path) {
    std::error_code ignored;
    const auto type = std::filesystem::symlink_status(path, ignored).type();
    if (type != std::filesystem::file_type::regular && type != std::filesystem::file_type::not_found)
        throw Error(ErrorKind::usage, "the report's file is there and is not a regular file")
            .file(path)
            .hint("Give another name. --format json prints the same report on standard output.");
}

void deliver(const Report& report, const console::ConsoleOptions& console, const std::string& report_file) {
    if (!report_file.empty()) {
        keeperfs::io::AtomicOutput file(keeperfs::io::FileSystem::system(), report_file,
                                        keeperfs::io::FileSystem::Existing::replace);
        file.write(keeperfs::as_bytes(keeperfs::convert::to_json(report)));
        file.finish();
        file.commit();
    }
    if (console.format == "json")
        console::print(keeperfs::convert::to_json(report));
    else if (!console.quiet)
        console::print(to_text(report, {console.colored(), console.verbose}));
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

/// convert(files, meter) -> Report
template <class Convert>
int run(const console::ConsoleOptions& console, const std::string& report_file, Convert convert) {
    check_report_file(report_file);
    keeperfs::io::Meter meter;
    Report report;
    {
        const console::ProgressBar bar(meter, console.shows_progress());
        report = convert(keeperfs::io::FileSystem::system(), &meter);
    }
    try {
        deliver(report, console, report_file);
    } catch (const Error& error) {
        if (report.written)
            throw with_the_snapshot(error, report.output_file);
        throw;
    }
    return 0;
}

int run(const Options& options) {
    return run(options.console, options.report_file,
               [&](keeperfs::io::FileSystem& files, keeperfs::io::Meter* meter) {
                   return keeperfs::convert::zookeeper_to_keeper(files, options.conversion(), meter);
               });
}

int run(const CatchUpOptions& options) {
    return run(options.console, options.report_file,
               [&](keeperfs::io::FileSystem& files, keeperfs::io::Meter* meter) {
                   return keeperfs::convert::catch_up(files, options.job(), meter);
               });
}

/// Releases that people have; every one that is known would be more than a shell can show.
std::vector<std::string> releases_to_offer(const std::vector<std::string>&) {
    return {"21.11", "22.3", "22.8", "23.3", "23.8", "24.3", "24.8", "25.3", "25.8", "26.3", "26.8"};
}
std::vector<std::string> versions_to_offer(const std::vector<std::string>&) {
    return {"3", "4", "5", "6", "7", "8", "9"};
}

/// Each command has its own options, and what is said before its name is meant for another.
void refuse_options_before(const CLI::App& command, const CLI::App& app) {
    for (const CLI::Option* option : app.get_options())
        if (option->count() > 0)
            throw Error(ErrorKind::usage,
                        fmt::format("{} stands before {}; all options of {} come behind it",
                                    option->get_name(), command.get_name(), command.get_name()));
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app(description, "keeper-converter");
    app.footer(footer);
    Options options;
    options.add_to(app);
    CatchUpOptions catch_up_options;
    CLI::App& catch_up = *app.add_subcommand("catch-up", catch_up_description);
    catch_up.footer(catch_up_footer);
    catch_up_options.add_to(catch_up);
    const auto chosen = [&] {
        if (!catch_up.parsed())
            return run(options);
        refuse_options_before(catch_up, app);
        return run(catch_up_options);
    };
    return console::run_program(app, argc, argv, chosen,
                                {{app.get_option("--for-keeper"), releases_to_offer},
                                 {app.get_option("--snapshot-version"), versions_to_offer}});
}
