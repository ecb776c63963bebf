#include "convert/to_zookeeper_next_steps.h"

#include "keeperfs/base/text.h"
#include "keeperfs/io/filesystem.h"

#include <fmt/format.h>

#include <algorithm>

namespace keeperfs::convert {

namespace {

bool has_change(const KeeperToZooKeeperReport& report, std::string_view code) {
    return std::ranges::any_of(report.changes, [&](const Change& change) { return change.code == code; });
}

/// What servers must be told before the first start.
std::vector<std::string> settings_for(const KeeperToZooKeeperReport& report) {
    std::vector<std::string> steps;
    if (report.ttl_nodes > 0)
        steps.push_back(fmt::format(
            "Set extendedTypesEnabled=true (-Dzookeeper.extendedTypesEnabled=true) on every server before "
            "its "
            "first start: without it a server takes the {} for ephemerals of sessions that are gone, and "
            "deletes them.",
            counted(report.ttl_nodes, "TTL node", "TTL nodes")));
    if (has_change(report, "data.over-default-limit"))
        steps.emplace_back("Set jute.maxbuffer high enough for the largest node on every server and client.");
    return steps;
}

} // namespace

std::vector<std::string> next_steps(const KeeperToZooKeeperReport& report,
                                    const KeeperToZooKeeperOptions& options) {
    if (options.dry_run)
        return {"Nothing was written. Run the same command without --dry-run."};
    std::vector<std::string> steps{
        report.replayed_records ? "See that Keeper was stopped on all nodes before its files were read; what "
                                  "it wrote later is not "
                                  "in the result."
                                : "What Keeper wrote after this snapshot is not in the result. With the data "
                                  "directory in place of "
                                  "the snapshot the log is replayed to its end.",
        fmt::format("On EVERY ZooKeeper server, stopped, move version-2 out of dataDir and dataLogDir: their "
                    "old snapshots and logs must not meet the new history. Put {} into dataDir/version-2, "
                    "owned by the user that runs ZooKeeper, and compare its SHA-256. dataLogDir stays empty; "
                    "where it is another directory it needs an empty version-2.",
                    io::name_of(report.output_file)),
        fmt::format("zoo.cfg and myid stay as they are. Leave out acceptedEpoch and currentEpoch: a server "
                    "that finds none creates them with the epoch of the zxid, {}.",
                    report.zxid >> 32)};
    for (std::string& setting : settings_for(report))
        steps.push_back(std::move(setting));
    steps.push_back(fmt::format(
        "Start all servers. zk_znode_count in the answer to `echo mntr | nc HOST 2181` is {}, or one more "
        "with /zookeeper/config; the next transaction gets a zxid above {}.",
        report.nodes, hex(report.zxid)));
    steps.emplace_back(
        "Point the clients to ZooKeeper again: in ClickHouse the <zookeeper> section names its servers and "
        "port 2181, and <keeper_server> goes. Clients open new sessions.");
    if (report.sessions > 0)
        steps.push_back(
            fmt::format("{} of Keeper expire after their timeouts, and then {} vanish, as after any restart.",
                        counted(report.sessions, "session", "sessions"),
                        counted(report.ephemerals, "ephemeral node", "ephemeral nodes")));
    return steps;
}

} // namespace keeperfs::convert
