#include "commands.h"
#include "console/console.h"
#include "console/progress_bar.h"
#include "data_directories.h"
#include "replay_condition.h"
#include "replay_input.h"
#include "replay_report.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/convert/replayed_snapshot.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/keeper/replay_directory.h"
#include "keeperfs/keeper/snapshot_format.h"

#include <fmt/format.h>

#include <charconv>

using namespace keeperfs;
using keeper::ReplayPlan;
using keeper::ReplayStart;
using keeper::ReplayStop;

namespace {

constexpr CommandText text{"replay", "Apply the log to a snapshot, up to any point",
                           R"(  keeperctl replay /var/lib/clickhouse/coordination --check
  keeperctl replay /backup/keeper --at-time 2026-11-24T14:05:00Z --output-dir /restore
  keeperctl replay /backup/keeper --until 'missing /clickhouse/tables/7')"};

struct Options {
    DataDirectories directories;
    std::string from_snapshot, at_zxid, at_time;
    std::optional<std::string> until;
    ReplayRulesOptions rules;
    std::optional<std::uint64_t> at_index;
    bool check = false;
    convert::ReplayedSnapshotOptions output;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        directories.add_to(app);
        app.add_option("--from-snapshot", from_snapshot, "Start from this snapshot, or from the empty tree")
            ->type_name("INDEX|none")
            ->group("What to read");
        rules.add_to(app);
        app.add_option("--at-index", at_index, "The last record to apply")->type_name("N")->group("How far");
        app.add_option("--at-zxid", at_zxid, "The last transaction to apply")
            ->type_name("ZXID")
            ->group("How far");
        app.add_option("--at-time", at_time, "Stop before the first request that is later")
            ->type_name("TIME")
            ->group("How far");
        app.add_option("--until", until,
                       "Stop where this begins to hold: 'exists PATH', 'missing PATH', 'session ID closed'")
            ->type_name("CONDITION")
            ->group("How far");
        app.add_flag("--check", check, "Start as early as possible and compare the digests of all records")
            ->group("How far");
        app.add_option("--output-dir", output.output_dir, "Write the tree as a snapshot there")
            ->type_name("DIR")
            ->group("What to write");
        app.add_option("--snapshot-version", output.snapshot_version,
                       "Snapshot format; default 5, or what rules and tree need")
            ->type_name("3..9")
            ->check(CLI::Range(keeper::snapshot_version::oldest_written, keeper::snapshot_version::newest)
                        .description(""))
            ->group("What to write");
        app.add_flag("--force", output.force, "Replace a file of the same name")->group("What to write");
        console.add_to(app);
    }
};

template <class Parsed>
auto required(const char* option, const std::string& given, Parsed parsed, const char* wanted) {
    if (!parsed)
        throw Error(ErrorKind::usage, fmt::format("{}: {} is not {}", option, escaped(given), wanted));
    return *parsed;
}

std::uint64_t parse_index(const std::string& given) {
    std::uint64_t index = 0;
    const auto [end, problem] = std::from_chars(given.data(), given.data() + given.size(), index);
    if (problem != std::errc() || end != given.data() + given.size())
        throw Error(ErrorKind::usage,
                    fmt::format("--from-snapshot: {} is neither an index nor none", escaped(given)));
    return index;
}

void set_start(ReplayPlan& plan, const Options& options) {
    if (options.check)
        plan.start = ReplayStart::oldest;
    if (options.from_snapshot == "none") {
        plan.start = ReplayStart::empty;
    } else if (!options.from_snapshot.empty()) {
        plan.start = ReplayStart::given;
        plan.snapshot_index = parse_index(options.from_snapshot);
    }
    // A condition can come true anywhere in the log.
    if (options.until && plan.start == ReplayStart::newest)
        plan.start = ReplayStart::oldest;
}

ReplayPlan plan_of(const Options& options) {
    ReplayPlan plan;
    set_start(plan, options);
    plan.options = options.rules.chosen();
    plan.at_index = options.at_index;
    if (!options.at_zxid.empty())
        plan.at_zxid = required("--at-zxid", options.at_zxid, parse_zxid(options.at_zxid), "a zxid");
    if (!options.at_time.empty())
        plan.at_time_ms = required("--at-time", options.at_time, parse_time(options.at_time), "a time");
    return plan;
}

FoundRecord found_record(const keeper::ReplayStep& step) {
    FoundRecord found;
    found.index = step.record->index;
    if (step.request != nullptr) {
        found.zxid = step.request->zxid;
        found.session_id = step.request->session_id;
        found.time_ms = step.request->time_ms;
        found.op = keeper::name_of(step.request->operation.op);
    }
    return found;
}

void refuse_unless_reached(const keeper::ReplayedDirectory& replayed, const ReplayPlan& plan,
                           const Options& options) {
    const std::uint64_t last = replayed.replay.last_index();
    const std::int64_t last_zxid = replayed.replay.zxid();
    const bool all_is_applied = is_whole(replayed.report.stop) && !options.until;
    if (plan.at_index && all_is_applied && last < *plan.at_index)
        throw Error(ErrorKind::bad_input, fmt::format("the files hold no record {}", *plan.at_index))
            .hint(fmt::format("The last one is {}.", last));
    if (plan.at_zxid && all_is_applied && last_zxid < *plan.at_zxid)
        throw Error(ErrorKind::bad_input, fmt::format("the files hold no transaction {}", hex(*plan.at_zxid)))
            .hint(fmt::format("The last one is {}.", hex(last_zxid)));
    if (!options.output.output_dir.empty())
        refuse_unless_whole(replayed, plan.at_index);
}

convert::ReplayedSnapshot write(const keeper::ReplayedDirectory& replayed, storage::Disk& snapshots,
                                const storage::Disk& logs, convert::ReplayedSnapshotOptions options) {
    options.data_dirs = {snapshots.place(""), logs.place("")};
    return convert::write_replayed_snapshot(io::FileSystem::system(), replayed, snapshots, options);
}

int run(const Options& options) {
    ReplayPlan plan = plan_of(options);
    plan.memory = keeper::ReplayMemory::touched_nodes;
    std::optional<ReplayCondition> condition;
    std::optional<FoundRecord> found;
    if (options.until) {
        condition.emplace(*options.until);
        if (!condition->path().empty())
            plan.watched_paths.push_back(condition->path());
        plan.observer = [&](const keeper::ReplayStep& step) {
            if (condition->begins_to_hold(step.replay))
                found = found_record(step);
            return !found;
        };
    }
    io::Meter meter;
    const auto snapshots = options.directories.snapshot_disk(), logs = options.directories.log_disk();
    const keeper::ReplayedDirectory replayed = [&] {
        const console::ProgressBar bar(meter, options.console.shows_progress());
        return keeper::replay_directory(*snapshots, *logs, plan, &meter);
    }();
    refuse_unless_reached(replayed, plan, options);
    ReplayAnswer answer{
        replayed, options.until.value_or(""), condition && condition->held_at_the_start(), found, {}};
    if (!options.output.output_dir.empty() && (!condition || found))
        answer.written = write(replayed, *snapshots, *logs, options.output);
    if (options.console.format == "json")
        console::print(to_json(answer));
    else if (!options.console.quiet)
        console::print(to_text(answer, options.console.colored()));
    return is_whole(replayed.report.stop) && (!condition || found) ? 0 : not_well;
}

} // namespace

void add_replay(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
