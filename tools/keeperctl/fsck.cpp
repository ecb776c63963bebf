#include "commands.h"
#include "config_option.h"
#include "console/console.h"
#include "console/progress_bar.h"
#include "fsck_report.h"
#include "options/server_version_option.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <fmt/format.h>

#include <algorithm>

using namespace keeperfs;
using inspect::DataPlaces;

namespace {

constexpr CommandText text{"fsck",
                           "What is wrong with the files, would a server start, and what would be lost",
                           R"(  keeperctl fsck /var/lib/clickhouse/coordination
  keeperctl fsck --log-dir /logs --snapshot-dir /snapshots --state /state --server-version 24.8
  keeperctl fsck keeper1/coordination --peer keeper2/coordination --repair-to repaired)"};

struct Options {
    std::string directory, log_dir, snapshot_dir, state, repair_to;
    options::ServerVersionOption server_version;
    ConfigOption config;
    std::vector<std::string> peers;
    bool no_replay = false;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        app.add_option("DIR", directory,
                       "Holds log (or logs), snapshots and state; or version-2 of a ZooKeeper")
            ->type_name("");
        const char* group = "What to read";
        app.add_option("--log-dir", log_dir, "The changelogs, where DIR does not hold them")
            ->type_name("DIR")
            ->group(group);
        app.add_option("--snapshot-dir", snapshot_dir, "The snapshots, where DIR does not hold them")
            ->type_name("DIR")
            ->group(group);
        app.add_option("--state", state, "The file of the raft state")->type_name("FILE")->group(group);
        config.add_to(app, "DIR");
        app.add_option("--peer", peers,
                       "The same of another member of the cluster; can be given several times")
            ->type_name("DIR")
            ->take_all()
            ->group(group);
        server_version.add_to(app, "What to answer", "Only what this release would do, for instance 24.8");
        app.add_flag("--no-replay", no_replay, "Do not apply the records: faster, and no digest is compared")
            ->group("What to answer");
        app.add_option("--repair-to", repair_to, "Write a corrected copy to this new directory")
            ->type_name("DIR")
            ->group("Repair");
        console.add_to(app);
    }
};

bool names_a_place(const Options& options) {
    return !options.log_dir.empty() || !options.snapshot_dir.empty() || !options.state.empty();
}

DataPlaces places(const Options& options, io::VirtualFiles& files) {
    if (options.directory.empty() && options.log_dir.empty() && options.snapshot_dir.empty() &&
        !options.config.is_given())
        throw Error(ErrorKind::usage, "no directory is given")
            .hint("Give DIR, --config, or --log-dir and --snapshot-dir.");
    DataPlaces found;
    if (options.config.is_given())
        found = options.config.mounted(files);
    if (!options.directory.empty())
        found = inspect::find_data_places(io::FileSystem::system(), options.directory);
    for (const auto& [given, place] :
         {std::pair(&options.log_dir, &found.log_dir), std::pair(&options.snapshot_dir, &found.snapshot_dir),
          std::pair(&options.state, &found.state_file)})
        if (!given->empty())
            *place = *given;
    for (const std::string& directory : {found.log_dir, found.snapshot_dir})
        if (!directory.empty() && !files.is_directory(directory))
            throw Error(ErrorKind::bad_input, "this is no directory").file(directory);
    return found;
}

std::vector<std::string> arguments(const Options& options) {
    std::vector<std::string> words;
    if (!options.directory.empty())
        words.push_back(escaped(options.directory));
    const auto add = [&](const char* option, const std::string& value) {
        if (!value.empty())
            words.push_back(fmt::format("{} {}", option, escaped(value)));
    };
    add("--config", options.config.file);
    add("--log-dir", options.log_dir);
    add("--snapshot-dir", options.snapshot_dir);
    add("--state", options.state);
    for (const std::string& peer : options.peers)
        add("--peer", peer);
    return words;
}

template <class Answer> void deliver(const Answer& answer, const Options& options) {
    if (options.console.format == "json")
        console::print(to_json(answer));
    else if (!options.console.quiet)
        console::print(to_text(answer, {options.console.colored(), options.console.verbose}));
}

/// When there is no file that can be read, there is no answer either.
void check_readable(const inspect::DirectoryScan& scan) {
    const auto can_be_read = [](const auto& file) { return !file.unreadable.has_value(); };
    if ((scan.logs.empty() && scan.snapshots.empty()) || std::ranges::any_of(scan.logs, can_be_read) ||
        std::ranges::any_of(scan.snapshots, can_be_read))
        return;
    throw scan.logs.empty() ? *scan.snapshots.front().unreadable : *scan.logs.front().unreadable;
}

int check_zookeeper(const std::string& directory, const Options& options) {
    if (!options.repair_to.empty() || options.server_version.is_given() || !options.peers.empty())
        throw Error(ErrorKind::usage, "of a ZooKeeper's directory there is only the report")
            .hint("keeper-converter reads it as it is, torn tails included.");
    io::Meter meter;
    const console::ProgressBar bar(meter, options.console.shows_progress());
    const auto check = inspect::check_zookeeper(io::FileSystem::system(), directory, directory, &meter);
    deliver(check, options);
    const bool is_well = std::ranges::all_of(
        check.findings, [](const Finding& finding) { return finding.severity == Severity::note; });
    return is_well && check.starts ? 0 : 3;
}

/// nullopt: nothing can be reached, which the findings say.
std::optional<inspect::RepairPlan> plan_of(const inspect::FsckReport& report, bool is_wanted) {
    try {
        return inspect::plan_repair(report.scans, report.all);
    } catch (const Error& error) {
        if (is_wanted || error.kind() != ErrorKind::bad_input)
            throw;
        return std::nullopt;
    }
}

int run(const Options& options) {
    if (!options.directory.empty() && !names_a_place(options))
        if (const auto zookeeper = inspect::find_zookeeper_dir(io::FileSystem::system(), options.directory))
            return check_zookeeper(*zookeeper, options);
    io::VirtualFiles files(io::FileSystem::system());
    inspect::FsckOptions wanted{
        places(options, files), {}, options.server_version.release(), !options.no_replay};
    for (const std::string& peer : options.peers)
        wanted.peers.push_back(inspect::find_data_places(io::FileSystem::system(), peer));
    FsckAnswer answer;
    {
        io::Meter meter;
        const console::ProgressBar bar(meter, options.console.shows_progress());
        answer.report = inspect::fsck(files, wanted, &meter);
        check_readable(answer.report.scans.front());
        answer.where = arguments(options);
        answer.plan = plan_of(answer.report, !options.repair_to.empty());
        if (answer.plan && !(answer.plan->lost.empty() && answer.plan->missing.empty()))
            answer.lost = inspect::find_lost_changes(files, answer.report.scans, answer.report.all,
                                                     *answer.plan, &meter);
        if (!options.repair_to.empty()) {
            answer.proof =
                inspect::execute_repair(files, answer.report.scans, *answer.plan, options.repair_to, &meter);
            answer.repaired_to = options.repair_to;
        }
    }
    deliver(answer, options);
    return answer.report.is_clean() ? 0 : 3;
}

} // namespace

void add_fsck(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
