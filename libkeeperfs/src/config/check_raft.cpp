// The members: what KeeperStateManager::parseServersConfiguration refuses, and what it takes and nobody
// means.
#include "config/checkup.h"

#include "keeperfs/base/text.h"

namespace keeperfs::config {

namespace {

bool is_local(std::string_view host) {
    return host == "localhost" || host == "::1" || host == "[::1]" || host.starts_with("127.");
}

void check_each(Checkup& checkup, const RaftServer& server) {
    for (const auto& [name, is_there] :
         {std::pair("id", server.id.has_value()), std::pair("hostname", !server.hostname.empty()),
          std::pair("port", server.port.has_value())})
        if (!is_there && !checkup.configuration().has(below(server.key, name)))
            checkup.add("raft.incomplete-server", server.key, fmt::format("a member has no {}", name),
                        "Each needs id, hostname and port.");
    if (!server.can_become_leader && checkup.configuration().has(server.key + ".priority"))
        checkup.add("raft.learner-priority", server.key + ".priority",
                    "this member never becomes leader, so its priority counts for nothing");
}

void check_unique(Checkup& checkup) {
    std::map<std::int64_t, const RaftServer*> ids;
    std::map<std::string, const RaftServer*> endpoints;
    for (const RaftServer& server : checkup.keeper().servers) {
        if (server.id && !ids.emplace(*server.id, &server).second)
            checkup.add("raft.duplicate-id", server.key + ".id",
                        fmt::format("two members have the id {}", *server.id), "Each needs one of its own.");
        if (!server.hostname.empty() && server.port && !endpoints.emplace(server.endpoint(), &server).second)
            checkup.add("raft.duplicate-endpoint", server.key + ".port",
                        fmt::format("two members are at {}", escaped(server.endpoint())),
                        "On one host each needs a port of its own.");
    }
}

void check_own_id(Checkup& checkup) {
    const KeeperSettings& keeper = checkup.keeper();
    const std::string key = below(keeper_section, "server_id");
    if (!checkup.configuration().has(key))
        checkup.add("keeper.no-server-id", key, "server_id is missing: the server does not start",
                    "Give the id that this node has in raft_configuration.");
    else if (keeper.server_id && !keeper.has_more_servers && keeper.own_server() == nullptr)
        checkup.add("raft.own-id-missing", key,
                    fmt::format("server_id is {}, and no member has that id", *keeper.server_id),
                    "A member of raft_configuration must have it: the server itself.");
}

void check_hosts(Checkup& checkup) {
    if (const auto value = checkup.configuration().value(below(keeper_section, "hostname_checks_enabled"));
        value && (value->text == "false" || value->text == "0"))
        return;
    std::set<std::string> local;
    std::optional<std::string> remote, localhost_key;
    for (const RaftServer& server : checkup.keeper().servers) {
        if (server.hostname.empty())
            continue;
        if (!is_local(server.hostname))
            remote = server.hostname;
        else
            local.insert(server.hostname);
        if (server.hostname == "localhost")
            localhost_key = server.key + ".hostname";
    }
    if (!remote)
        return;
    if (localhost_key)
        checkup.add(
            "raft.localhost-mixed", *localhost_key,
            fmt::format("a member is at localhost, and another at {}: for that one, localhost is itself",
                        escaped(*remote)),
            "Give each member the name by which all others reach it.");
    else if (local.size() > 1)
        checkup.add("raft.several-local", std::string(raft_section),
                    fmt::format("members are at the local addresses {} and {}, and another at {}",
                                escaped(*local.begin()), escaped(*local.rbegin()), escaped(*remote)),
                    "Give each member the name by which all others reach it.");
}

void check_roles(Checkup& checkup) {
    const std::vector<RaftServer>& servers = checkup.keeper().servers;
    const std::string key(raft_section);
    const auto voters = std::ranges::count_if(servers, &RaftServer::can_become_leader);
    if (std::ranges::all_of(servers, &RaftServer::start_as_follower))
        checkup.add("raft.all-followers", key,
                    "every member has start_as_follower: the server does not start",
                    "At least one must not have it.");
    if (voters == 0)
        checkup.add("raft.all-learners", key, "no member can become leader, so there is no quorum",
                    "Set can_become_leader of some members.");
    else if (std::ranges::all_of(servers, [](const RaftServer& server) {
                 return !server.can_become_leader || server.priority <= 0;
             }))
        checkup.add("raft.all-priority-zero", key, "every member has priority 0, so none becomes leader",
                    "Give some members a priority of 1 or more.");
    if (voters > 0 && voters % 2 == 0)
        checkup.add("raft.even-voters", key,
                    fmt::format("of {} voters {} must live, so they bear no more failures than {}", voters,
                                voters / 2 + 1, voters - 1),
                    "Take an odd number of voters; others can be learners.");
}

} // namespace

void check_raft(Checkup& checkup) {
    const KeeperSettings& keeper = checkup.keeper();
    if (keeper.servers.empty())
        return checkup.add("raft.no-servers", std::string(raft_section),
                           "raft_configuration has no server: the server does not start",
                           "Name every member with id, hostname and port; a single node names itself.");
    if (keeper.has_more_servers)
        checkup.add(
            "raft.too-many-servers", std::string(raft_section),
            fmt::format("there are more than {} members: the others are not looked at", most_servers));
    check_own_id(checkup);
    for (const RaftServer& server : keeper.servers)
        check_each(checkup, server);
    check_unique(checkup);
    check_hosts(checkup);
    check_roles(checkup);
}

} // namespace keeperfs::config
