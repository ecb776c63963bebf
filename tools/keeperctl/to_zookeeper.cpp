#include "commands.h"
#include "console/console.h"
#include "console/progress_bar.h"
#include "data_directories.h"
#include "replay_input.h"
#include "to_zookeeper_report.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/convert/keeper_to_zookeeper.h"
#include "keeperfs/io/filesystem.h"

#include <fmt/format.h>

using namespace keeperfs;
using convert::KeeperToZooKeeperOptions;

namespace {

constexpr CommandText text{
    "to-zookeeper", "Write a Keeper's tree as a directory that ZooKeeper starts from",
    R"(  keeperctl to-zookeeper /var/lib/clickhouse/coordination --output-dir /back/zookeeper
  keeperctl to-zookeeper snapshot_12.bin.zstd --output-dir /back/zookeeper --zookeeper-version 3.9
  keeperctl to-zookeeper /backup/keeper --at-index 4711 --output-dir /tmp/zk --dry-run)"};

struct Options {
    DataDirectories input;
    ReplayRulesOptions rules;
    std::optional<std::uint64_t> at_index;
    std::string release = "3.8", sessions = "keep", special_nodes = "keep", lost_names = "fail";
    bool no_digest = false;
    KeeperToZooKeeperOptions to;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        input.add_to(app);
        app.get_option("DIR")->description("A snapshot, or the data directory: then the log is applied");
        rules.add_to(app);
        app.add_option("--at-index", at_index, "The last record of the log to apply; default: all")
            ->type_name("N")
            ->group("What to read");
        constexpr const char* output = "What to write";
        app.add_option("--output-dir", to.output_dir,
                       "Becomes a dataDir with version-2; must be new or empty")
            ->type_name("DIR")
            ->required()
            ->group(output);
        app.add_option("--zookeeper-version", release, "The release that will read it; default 3.8")
            ->type_name("3.5..3.9")
            ->group(output);
        app.add_flag("--no-digest", no_digest, "For servers with digest.enabled=false")->group(output);
        add_choice(app, "--sessions", sessions, {"keep", "drop"},
                   "Carry sessions over, or leave them and their ephemeral nodes out; default keep");
        add_choice(app, "--special-nodes", special_nodes, {"keep", "persistent", "fail"},
                   "What becomes of containers and TTL nodes; default keep");
        add_choice(app, "--lost-names", lost_names, {"fail", "drop"},
                   "Nodes with names that ZooKeeper does not keep; default fail");
        app.add_flag("--dry-run", to.dry_run, "Do all but write")->group(output);
        console.add_to(app);
    }
    static void add_choice(CLI::App& app, const char* name, std::string& into, std::vector<std::string> words,
                           const char* what) {
        app.add_option(name, into, what)
            ->type_name(fmt::format("{}", fmt::join(words, "|")))
            ->check(CLI::IsMember(words).description(""))
            ->group("What to write");
    }
};

KeeperToZooKeeperOptions chosen(const Options& options) {
    KeeperToZooKeeperOptions to = options.to;
    const auto release = zookeeper::parse_release(options.release);
    if (!release || *release < zookeeper::oldest_written || *release > zookeeper::newest_known)
        throw Error(ErrorKind::usage, fmt::format("--zookeeper-version: {} is not one of 3.5 to 3.9",
                                                  escaped(options.release)));
    to.release = *release;
    to.with_digest = !options.no_digest;
    to.sessions = options.sessions == "drop" ? convert::SessionPolicy::drop : convert::SessionPolicy::keep;
    to.lost_names =
        options.lost_names == "drop" ? convert::LostNamePolicy::drop : convert::LostNamePolicy::fail;
    to.special_nodes = options.special_nodes == "keep"         ? convert::SpecialNodePolicy::automatic
                       : options.special_nodes == "persistent" ? convert::SpecialNodePolicy::persistent
                                                               : convert::SpecialNodePolicy::fail;
    return to;
}

bool is_one_snapshot(const Options& options) {
    if (options.input.both.empty() || !io::FileSystem::system().is_regular_file(options.input.both))
        return false;
    if (options.at_index)
        throw Error(ErrorKind::usage, "--at-index needs the directory with the log, not a snapshot alone");
    return true;
}

convert::KeeperToZooKeeperReport convert_directory(const Options& options, const KeeperToZooKeeperOptions& to,
                                                   io::Meter& meter) {
    keeper::ReplayPlan plan;
    plan.options = options.rules.chosen();
    plan.memory = keeper::ReplayMemory::touched_nodes;
    plan.at_index = options.at_index;
    const auto snapshots = options.input.snapshot_disk(), logs = options.input.log_disk();
    const keeper::ReplayedDirectory replayed = keeper::replay_directory(*snapshots, *logs, plan, &meter);
    refuse_unless_whole(replayed, plan.at_index);
    if (plan.at_index && replayed.replay.last_index() < *plan.at_index)
        throw Error(ErrorKind::bad_input, fmt::format("the files hold no record {}", *plan.at_index))
            .hint(fmt::format("The last one is {}.", replayed.replay.last_index()));
    return convert::keeper_to_zookeeper(io::FileSystem::system(), replayed, *snapshots, to, &meter);
}

int run(const Options& options) {
    const KeeperToZooKeeperOptions to = chosen(options);
    io::Meter meter;
    const convert::KeeperToZooKeeperReport report = [&] {
        const console::ProgressBar bar(meter, options.console.shows_progress());
        return is_one_snapshot(options)
                   ? convert::keeper_to_zookeeper(io::FileSystem::system(), options.input.both, to, &meter)
                   : convert_directory(options, to, meter);
    }();
    if (options.console.format == "json")
        console::print(convert::to_json(report));
    else if (!options.console.quiet)
        console::print(to_text(report, options.console));
    return 0;
}

} // namespace

void add_to_zookeeper(CLI::App& program, Chosen& chosen) { add_command<Options>(program, chosen, text, run); }
