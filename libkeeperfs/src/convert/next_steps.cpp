#include "convert/next_steps.h"

#include "keeperfs/base/text.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/keeper/releases.h"

#include <fmt/format.h>

namespace keeperfs::convert {

namespace {

/// What every server must be told before it starts on nodes of this kind; empty when none was kept.
std::string settings_for(const ZooKeeperToKeeperReport& report, zookeeper::ZnodeKind kind,
                         std::string_view nodes, std::string_view flag, int version) {
    const bool kept = std::ranges::any_of(
        report.special_nodes, [&](const SpecialNode& node) { return node.kept && node.kind == kind; });
    return kept ? fmt::format("{} were kept, so every server must be Keeper {} or later, with "
                              "keeper_server.feature_flags.{} = 1 and write_snapshot_version at least {}.",
                              nodes, keeper::text_of(keeper::first_reader(version)), flag, version)
                : std::string();
}

} // namespace

std::vector<std::string> next_steps(const ZooKeeperToKeeperReport& report,
                                    const ZooKeeperToKeeperOptions& options) {
    if (options.dry_run)
        return {"Nothing was written. Run the same command without --dry-run."};
    if (!options.catch_up_file.empty())
        return {"Keep the snapshot and the catch-up file as they are, and start no Keeper on them: what "
                "ZooKeeper's "
                "clients write from now on is in neither.",
                fmt::format(
                    "When the time has come, stop every ZooKeeper server and run: keeper-converter catch-up "
                    "--catch-up-file {} --zookeeper-logs-dir DIR --zookeeper-snapshots-dir DIR --output-dir "
                    "DIR, with the directories of the last leader or of the member with the newest log.",
                    escaped(options.catch_up_file))};
    std::vector<std::string> steps{
        fmt::format(
            "Copy {} to the snapshot directory of EVERY Keeper node, owned by the user that runs Keeper, "
            "and compare its SHA-256 there.",
            io::name_of(report.output_file)),
        "See that the log directory of every node is empty and that no node was started before. Blank nodes "
        "that "
        "are a majority elect an empty tree, and then the node with the data aborts."};
    for (const std::string& setting :
         {settings_for(report, zookeeper::ZnodeKind::ttl, "TTL nodes", "create_ttl",
                       keeper::snapshot_version::ttl),
          settings_for(report, zookeeper::ZnodeKind::container, "Container nodes", "create_container",
                       keeper::snapshot_version::containers)})
        if (!setting.empty())
            steps.push_back(setting);
    steps.emplace_back(
        "Start all nodes. Or start one node alone with a configuration that lists only itself, and "
        "add the others one at a time.");
    steps.push_back(fmt::format(
        "Check before clients come: zk_znode_count in the answer to `echo mntr | nc HOST 9181` is {} plus "
        "Keeper's own nodes (/keeper and what is below it). The next transaction gets zxid {:#x}; a log "
        "index as "
        "large as a zxid is normal.",
        report.nodes, static_cast<std::uint64_t>(report.source.last_zxid) + 1));
    steps.emplace_back(
        "The way back: ZooKeeper's files were only read. Stop Keeper, start ZooKeeper again; what "
        "clients wrote to Keeper meanwhile is not in it.");
    return steps;
}

} // namespace keeperfs::convert
