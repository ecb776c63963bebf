#include "convert/next_steps.h"

#include "keeperfs/io/filesystem.h"

#include <fmt/format.h>

namespace keeperfs::convert {

std::vector<std::string> next_steps(const ZooKeeperToKeeperReport& report,
                                    const ZooKeeperToKeeperOptions& options) {
    std::vector<std::string> steps;
    if (options.dry_run) {
        steps.emplace_back("Nothing was written. Run the same command without --dry-run.");
        return steps;
    }
    steps.push_back(fmt::format(
        "Copy {} to the snapshot directory of EVERY Keeper node, owned by the user that runs Keeper, and "
        "compare its SHA-256 there.",
        io::name_of(report.output_file)));
    steps.emplace_back("See that the log directory of every node is empty and that no node was started "
                       "before. Blank nodes that "
                       "are a majority elect an empty tree, and then the node with the data aborts.");
    steps.emplace_back("Start all nodes. Or start one node alone with a configuration that lists only "
                       "itself, and add the others "
                       "one at a time.");
    const auto kept = [&](zookeeper::ZnodeKind kind) {
        return std::ranges::any_of(report.special_nodes,
                                   [&](const SpecialNode& node) { return node.kept && node.kind == kind; });
    };
    if (kept(zookeeper::ZnodeKind::ttl))
        steps.emplace_back("Before the start: TTL nodes were kept, so every server needs "
                           "keeper_server.feature_flags.create_ttl = 1 "
                           "and write_snapshot_version at least 8 (Keeper 26.6 or later).");
    if (kept(zookeeper::ZnodeKind::container))
        steps.emplace_back("Before the start: container nodes were kept, so every server needs "
                           "keeper_server.feature_flags.create_container = 1 and write_snapshot_version at "
                           "least 9 (Keeper 26.8 or "
                           "later).");
    steps.push_back(fmt::format(
        "Check before clients come: zk_znode_count in the answer to `echo mntr | nc HOST 9181` is {} plus "
        "Keeper's own nodes (/keeper and what is below it). The next transaction gets zxid {:#x}; a log "
        "index as large as a zxid is normal.",
        report.nodes, static_cast<std::uint64_t>(report.source.last_zxid) + 1));
    steps.emplace_back("The way back: ZooKeeper's files were only read. Stop Keeper, start ZooKeeper again; "
                       "what clients wrote to "
                       "Keeper meanwhile is not in it.");
    return steps;
}

} // namespace keeperfs::convert
