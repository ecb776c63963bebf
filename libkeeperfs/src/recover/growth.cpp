#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/config/new_ensemble.h"
#include "keeperfs/recover/membership.h"
#include "keeperfs/recover/steps.h"

#include <fmt/format.h>

#include <algorithm>

namespace keeperfs::recover {

namespace {

using keeper::ClusterServer;
using Servers = std::vector<ClusterServer>;

/// "server 1", "servers 1, 4".
std::string ids_of(const Servers& servers) {
    std::string text;
    for (const ClusterServer& server : servers)
        text += fmt::format("{}{}", text.empty() ? "" : ", ", server.id);
    return (servers.size() == 1 ? "server " : "servers ") + text;
}

class Growth {
public:
    explicit Growth(const GrowthWish& wish) : wish_(wish), members_(wish.members) {}

    std::vector<Step> steps() {
        for (const ClusterServer& server : wish_.joining)
            steps_.push_back(join(server));
        for (const std::int32_t id : wish_.leaving)
            steps_.push_back(leave(id));
        return std::move(steps_);
    }

private:
    const GrowthWish& wish_;
    Servers members_;
    std::vector<Step> steps_;

    bool by_reconfig() const { return wish_.by == GrowBy::reconfig; }
    std::string address(const ClusterServer& server) const {
        return client_address(server, wish_.client_port);
    }
    /// Of one who stays, to send requests to.
    std::string client(const std::string& query) const {
        const net::Endpoint at = net::parse_endpoint(address(members_.front()));
        return fmt::format("clickhouse-keeper-client -h {} -p {} -q '{}'", at.host, at.port, query);
    }
    std::string ask_all() const {
        return "keeperctl 4lw mntr" + client_addresses(members_, wish_.client_port) + " --format table";
    }

    Step join(const ClusterServer& server) {
        Step step;
        step.title =
            fmt::format("Server {} joins, as {}", server.id, server.learner ? "a learner" : "a voter");
        const Servers running = members_;
        members_.push_back(server);
        check_members(members_);
        step.members = members_;
        step.configured.push_back(server.id);
        step.actions.push_back(
            fmt::format("Server {}: empty its directories of logs, snapshots and state, give it this "
                        "list, and start it. It waits: alone it is no majority of the list.",
                        server.id));
        if (by_reconfig()) {
            step.actions.push_back("Then send the request, which waits until the server has all data.");
            step.commands.push_back(client(fmt::format("reconfig add \"{}\"", reconfig_text(server))));
            look_at_config(step, fmt::format("a line {}", reconfig_text(server)));
        } else {
            for (const ClusterServer& other : running)
                step.configured.push_back(other.id);
            step.actions.push_back(fmt::format("Then give the same list to {}. A file is read again within "
                                               "seconds, and the leader adds the new one.",
                                               ids_of(running)));
        }
        step.checks.push_back(ask_all());
        step.expected += fmt::format("{} says {}; the leader has zk_synced_followers {}. Go on only then.",
                                     address(server), server.learner ? "observer or follower" : "follower",
                                     members_.size() - 1);
        return step;
    }

    Step leave(std::int32_t id) {
        const auto found = std::ranges::find(members_, id, &ClusterServer::id);
        if (found == members_.end())
            throw Error(ErrorKind::usage, fmt::format("server {} is no member, so it cannot leave", id))
                .hint("There are " + ids_of(members_) + ".");
        const ClusterServer leaving = *found;
        members_.erase(found);
        check_members(members_);
        Step step;
        step.title = fmt::format("Server {} leaves", id);
        step.members = members_;
        for (const ClusterServer& server : members_)
            step.configured.push_back(server.id);
        if (by_reconfig()) {
            step.commands.push_back(client(fmt::format("reconfig remove \"{}\"", id)));
            step.actions.push_back("Give this list to the others too, for their next start.");
            look_at_config(step, fmt::format("no line server.{}=", id));
        } else {
            step.actions.push_back(
                fmt::format("Give this list to {}. The leader removes the other one.", ids_of(members_)));
        }
        step.actions.push_back(
            fmt::format("Stop server {} at {}, and never give its id again.", id, leaving.endpoint));
        step.checks.push_back(ask_all());
        step.expected += members_.size() == 1
                             ? "it says standalone."
                             : fmt::format("the leader has zk_synced_followers {}.", members_.size() - 1);
        return step;
    }

    void look_at_config(Step& step, const std::string& line) const {
        step.checks.push_back(client("get /keeper/config"));
        step.expected = fmt::format("/keeper/config has {}; ", line);
    }
};

} // namespace

std::vector<Step> growth_steps(const GrowthWish& wish) { return Growth(wish).steps(); }

std::string reconfig_text(const ClusterServer& server) {
    return fmt::format("server.{}={};{};{}", server.id, server.endpoint,
                       server.learner ? "learner" : "participant", server.priority);
}

std::string client_address(const ClusterServer& server, std::uint16_t port) {
    return net::text_of({net::parse_endpoint(server.endpoint).host, port});
}

std::string client_addresses(std::span<const ClusterServer> servers, std::uint16_t port) {
    std::vector<std::string> addresses;
    for (const ClusterServer& server : servers)
        if (std::string address = client_address(server, port);
            std::ranges::find(addresses, address) == addresses.end())
            addresses.push_back(std::move(address));
    return fmt::format(" {}", fmt::join(addresses, " "));
}

std::string configuration_of(const Step& step) {
    std::vector<config::NewMember> members;
    for (const ClusterServer& server : step.members) {
        const net::Endpoint at = net::parse_endpoint(server.endpoint);
        members.push_back({server.id, at.host, at.port, server.learner, server.priority});
    }
    return config::raft_configuration_of(members);
}

} // namespace keeperfs::recover
