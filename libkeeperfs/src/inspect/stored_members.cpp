#include "keeperfs/inspect/stored_members.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/config/finding_table.h"
#include "keeperfs/io/metered_source.h"
#include "keeperfs/keeper/changelog_reader.h"
#include "keeperfs/keeper/data_files.h"
#include "keeperfs/keeper/snapshot_reader.h"

#include <map>

namespace keeperfs::inspect {

namespace {

using config::ConfigFinding;
using config::RaftServer;
using keeper::ClusterConfig;

/// An empty one counts as none.
void take_newer(std::optional<ClusterConfig>& members, ClusterConfig found, std::uint64_t index) {
    found.log_index = std::max(found.log_index, index);
    if (!found.servers.empty() && (!members || members->log_index <= found.log_index))
        members = std::move(found);
}

void read_snapshot(storage::Disk& disk, const std::string& name, std::optional<ClusterConfig>& members,
                   io::Meter* meter) {
    io::MeteredSource file(disk.open(name), meter);
    keeper::SnapshotReader reader(file, keeper::Decoding::ahead);
    for (keeper::SnapshotNode node; reader.next(node);)
        continue;
    if (reader.cluster_configuration())
        take_newer(members, keeper::decode_cluster_config(as_bytes(*reader.cluster_configuration()), 0), 0);
}

void read_log(storage::Disk& disk, const keeper::ChangelogFile& log, std::optional<ClusterConfig>& members,
              io::Meter* meter) {
    io::MeteredSource file(disk.open(log.entry.name), meter);
    keeper::ChangelogReader reader(file, log.codec);
    for (keeper::ChangelogRecord record; reader.next(record);)
        if (record.type == keeper::RecordType::configuration)
            take_newer(members, keeper::decode_cluster_config(record.blob, 0), record.index);
}

/// Damage is fsck's business; here it only means that nothing is known.
template <class Read> void read_if_possible(const Read& read) {
    try {
        read();
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::bad_input)
            throw;
    }
}

/// The members of file and data, compared.
class Comparison {
public:
    Comparison(const config::Configuration& configuration, const config::KeeperSettings& settings,
               const ClusterConfig& stored)
        : configuration_(configuration), settings_(settings) {
        for (const keeper::ClusterServer& server : stored.servers)
            stored_.emplace(server.id, &server);
    }

    std::vector<ConfigFinding> findings() {
        std::size_t changes = 0;
        std::map<std::int64_t, const RaftServer*> configured;
        for (const RaftServer& server : settings_.servers) {
            if (!server.id)
                continue;
            configured.emplace(*server.id, &server);
            const auto stored = stored_.find(*server.id);
            if (stored == stored_.end())
                ++changes,
                    add("stored.member-added", server.key,
                        fmt::format("the files know no member {}: the leader adds it", *server.id), "");
            else if (server.port && stored->second->endpoint != server.endpoint())
                add("stored.endpoint-differs", server.key,
                    fmt::format(
                        "the files have the member {} at {}, and a server stays with that: {} is ignored",
                        *server.id, escaped(stored->second->endpoint), escaped(server.endpoint())),
                    "Give a member that moves a new id, or change the files of all members offline.");
        }
        for (const auto& [id, server] : stored_)
            if (!configured.contains(id))
                ++changes, add("stored.member-removed", raft,
                               fmt::format("the files have a member {} at {}: the leader removes it", id,
                                           escaped(server->endpoint)),
                               "");
        if (changes > 1)
            add("stored.several-changes", raft,
                fmt::format(
                    "{} members come or go at once, of {} in the files: when too many are gone there is "
                    "no quorum that could change it",
                    changes, stored_.size()),
                "Change one member at a time, and wait until it is in sync.");
        return std::move(findings_);
    }

private:
    static constexpr const char* raft = "keeper_server.raft_configuration";
    const config::Configuration& configuration_;
    const config::KeeperSettings& settings_;
    std::map<std::int64_t, const keeper::ClusterServer*> stored_;
    std::vector<ConfigFinding> findings_;

    void add(std::string_view code, const std::string& key, std::string message, std::string hint) {
        const auto value = configuration_.value(key);
        findings_.push_back({config::make_finding(code, value ? value->origin : config::Origin(),
                                                  std::move(message), std::move(hint)),
                             key,
                             {}});
    }
};

} // namespace

std::optional<ClusterConfig> stored_members(storage::Disk& snapshots, storage::Disk& logs, io::Meter* meter) {
    std::optional<ClusterConfig> members;
    const keeper::DataFiles newest = keeper::list_data_files(snapshots);
    if (!newest.snapshots.empty())
        read_if_possible(
            [&] { read_snapshot(snapshots, newest.snapshots.back().entry.name, members, meter); });
    for (const keeper::ChangelogFile& log : keeper::list_data_files(logs).changelogs)
        read_if_possible([&] { read_log(logs, log, members, meter); });
    return members;
}

std::vector<ConfigFinding> compare_members(const config::Configuration& configuration,
                                           const config::KeeperSettings& settings,
                                           const ClusterConfig& stored) {
    return Comparison(configuration, settings, stored).findings();
}

} // namespace keeperfs::inspect
