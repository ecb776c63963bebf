#pragma once
// What people do on their servers, one after the other, each with a way to see that it worked.
#include "keeperfs/export.h"
#include "keeperfs/keeper/cluster_config.h"
#include "keeperfs/net/endpoint.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace keeperfs::recover {

struct Step {
    std::string title;
    std::vector<std::string> actions;  ///< sentences
    std::vector<std::string> commands; ///< to be typed as they are
    /// What raft_configuration says from now on; empty: no configuration changes.
    std::vector<keeper::ClusterServer> members;
    std::vector<std::int32_t> configured; ///< the servers that get it
    std::vector<std::string> checks;      ///< commands
    std::string expected;                 ///< what they answer
};

/// The list as ClickHouse's XML, to be put in the place of the section that is there.
KEEPERFS_EXPORT std::string configuration_of(const Step& step);

enum class GrowBy : std::uint8_t {
    xml,      ///< the section raft_configuration of running servers
    reconfig, ///< a client's request, with enable_reconfiguration (23.5 or 23.6 on)
};

struct GrowthWish {
    std::vector<keeper::ClusterServer> members; ///< that run and have a leader
    std::vector<keeper::ClusterServer> joining; ///< in this order
    std::vector<std::int32_t> leaving;          ///< after them
    GrowBy by = GrowBy::xml;
    std::uint16_t client_port = net::keepers_client_port; ///< of every server, for the checks
};

/// One server at a time: a blank one is started with the list that includes itself and not the next, so that
/// blank ones are never a majority (keeper-behaviour 4.9). Error(usage) for an id or an endpoint that is
/// there already, and for one that is to leave and is not there.
KEEPERFS_EXPORT std::vector<Step> growth_steps(const GrowthWish& wish);

/// As reconfig and /keeper/config have it: "server.4=keeper4:9234;participant;1".
KEEPERFS_EXPORT std::string reconfig_text(const keeper::ClusterServer& server);
/// Where clients and probes reach it: its host with that port.
KEEPERFS_EXPORT std::string client_address(const keeper::ClusterServer& server, std::uint16_t port);
/// Of all, with a blank before each; one that several would have is there once.
KEEPERFS_EXPORT std::string client_addresses(std::span<const keeper::ClusterServer> servers,
                                             std::uint16_t port);

} // namespace keeperfs::recover
