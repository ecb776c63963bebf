#include "keeperfs/base/text.h"
#include "keeperfs/config/finding_table.h"
#include "keeperfs/inspect/stored_state.h"

#include <fmt/format.h>

#include <map>

namespace keeperfs::inspect {

namespace {

using config::ConfigFinding;
using config::RaftServer;
using keeper::ClusterConfig;

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

std::vector<ConfigFinding> compare_members(const config::Configuration& configuration,
                                           const config::KeeperSettings& settings,
                                           const ClusterConfig& stored) {
    return Comparison(configuration, settings, stored).findings();
}

} // namespace keeperfs::inspect
