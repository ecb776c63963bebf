#include "keeperfs/recover/start_up.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/recover/choice.h"
#include "keeperfs/recover/membership.h"

#include <fmt/format.h>

#include <algorithm>

namespace keeperfs::recover {

namespace {

using keeper::ClusterServer;
using Servers = std::vector<ClusterServer>;

const ClusterServer* find(const Servers& servers, std::int32_t id) {
    const auto found = std::ranges::find(servers, id, &ClusterServer::id);
    return found == servers.end() ? nullptr : &*found;
}

std::size_t voters_of(const Servers& servers) {
    return static_cast<std::size_t>(
        std::ranges::count_if(servers, [](const ClusterServer& server) { return !server.learner; }));
}

class Planner {
public:
    Planner(const Survivors& survivors, const StartUpWish& wish)
        : survivors_(survivors), wish_(wish), own_(survivors.all[wish.survivor]) {}

    StartUp plan() {
        const Servers stored = own_.membership ? own_.membership->servers : Servers();
        const ClusterServer& given = wish_.own;
        start_up_.survivor = wish_.survivor;
        start_up_.server = wish_.at_once ? given : as_only_member(given);
        start_up_.is_promoted = given.learner && !start_up_.server.learner;
        const Servers members = final_members();
        check_members(members);
        start_up_.recovery = recovery(wish_.at_once ? members : Servers{start_up_.server});
        for (const ClusterServer& server : stored) {
            const ClusterServer* kept = find(members, server.id);
            if (kept == nullptr || kept->endpoint != server.endpoint)
                start_up_.dropped.push_back(server);
        }
        warn(stored, members);
        add_steps(stored, members);
        return std::move(start_up_);
    }

private:
    const Survivors& survivors_;
    const StartUpWish& wish_;
    const Survivor& own_;
    StartUp start_up_;

    Servers final_members() const {
        Servers members{start_up_.server};
        for (const ClusterServer& server : wish_.members)
            if (server.id != start_up_.server.id)
                members.push_back(server);
        return members;
    }
    Recovery recovery(const Servers& members) const {
        const Choice choice = choose_one(survivors_, wish_.survivor);
        return plan_recovery(choice.scans, choice.log, {members, std::nullopt, std::nullopt});
    }

    void warn(const Servers& stored, const Servers& members) {
        const auto add = [&](std::string text) { start_up_.warnings.push_back(std::move(text)); };
        if (survivors_.agree() && survivors_.are_a_majority())
            add("A majority of the members is here. When these are directories of different members, the "
                "quorum is not "
                "lost, and starting the servers as they are loses nothing.");
        if (!survivors_.agree())
            add("The directories are not of one history: find out which does not belong, and leave it out.");
        if (wish_.survivor != 0)
            add(fmt::format("{} is more up to date, up to record {} of term {}; what it holds alone is lost.",
                            escaped(survivors_.best().directory), survivors_.best().last.index,
                            survivors_.best().last.term));
        if (survivors_.together.last.index > own_.last.index && wish_.survivor == 0)
            add(fmt::format(
                "Together the survivors reach record {}, this one alone {}: keeperctl recover assemble joins "
                "them.",
                survivors_.together.last.index, own_.last.index));
        if (start_up_.is_promoted)
            add(fmt::format("Server {} was a learner and becomes a voter, since somebody must lead.",
                            start_up_.server.id));
        for (const ClusterServer& server : members)
            if (server.id != start_up_.server.id && find(stored, server.id) != nullptr)
                add(fmt::format("Server {} was a member before. A new machine gets a new id; the old one "
                                "comes back only with "
                                "empty directories.",
                                server.id));
        if (wish_.at_once)
            warn_of_blank_ones(members);
    }
    /// keeper-behaviour 4.5.
    void warn_of_blank_ones(const Servers& members) {
        const std::size_t voters = voters_of(members), blank = voters - (start_up_.server.learner ? 0 : 1);
        if (2 * blank > voters)
            start_up_.warnings.push_back(
                fmt::format("{} blank servers are a majority of this list. When they run before server {} "
                            "asks for votes, they elect one "
                            "of themselves within a second, with an empty tree, and the survivor follows it: "
                            "all is lost. Without "
                            "--at-once this cannot happen.",
                            blank, start_up_.server.id));
    }

    void add_steps(const Servers& stored, const Servers& members) {
        start_up_.steps.push_back(stop(stored));
        start_up_.steps.push_back(write());
        start_up_.steps.push_back(start());
        if (wish_.at_once) {
            if (members.size() > 1)
                start_up_.steps.push_back(start_others(members));
            return;
        }
        GrowthWish growth;
        growth.members = {start_up_.server};
        growth.joining.assign(members.begin() + 1, members.end());
        growth.client_port = wish_.client_port;
        for (Step& step : growth_steps(growth))
            start_up_.steps.push_back(std::move(step));
    }
    std::string address(const ClusterServer& server) const {
        return client_address(server, wish_.client_port);
    }

    Step stop(const Servers& stored) const {
        Step step;
        step.title = "Stop every server of the old ensemble";
        step.actions = {
            "Make sure that none of them comes back by itself: a supervisor, an operator, a machine that is "
            "repaired.",
            "Leave every directory as it is until the end: they are what can be gone back to."};
        if (!stored.empty()) {
            step.checks = {"keeperctl 4lw ruok" + client_addresses(stored, wish_.client_port)};
            step.expected = "no server answers.";
        }
        return step;
    }
    Step write() const {
        Step step;
        step.title = "Write the survivor's files with the new members";
        std::string command = fmt::format("keeperctl recover apply {} --to NEW-DIR", escaped(own_.directory));
        for (const Survivor& other : survivors_.all)
            if (&other != &own_)
                command += " " + escaped(other.directory);
        if (wish_.survivor != 0)
            command += fmt::format(" --choose {}", escaped(own_.directory));
        for (const ClusterServer& server : start_up_.recovery.membership.servers)
            command += fmt::format(" --server {}", text_of(server));
        if (start_up_.recovery.membership.servers.size() > 1)
            command += fmt::format(" --id {}", start_up_.server.id);
        step.commands = {command};
        step.checks = {"keeperctl fsck NEW-DIR"};
        step.expected = fmt::format("nothing is wrong, and a server starts up to record {}.",
                                    start_up_.recovery.last_index);
        return step;
    }
    Step start() const {
        Step step;
        const ClusterServer& server = start_up_.server;
        step.title = fmt::format("Start server {} with them", server.id);
        step.members = start_up_.recovery.membership.servers;
        step.configured = {server.id};
        step.actions = {
            fmt::format(
                "Server {}: put log, snapshots and state of NEW-DIR where its configuration has them, "
                "owned by the user of the server; what was there goes aside.",
                server.id),
            "Give it this list, and start it without --force-recovery, which never ends with one server.",
        };
        step.checks = {"keeperctl 4lw mntr " + address(server)};
        step.expected = wish_.at_once && step.members.size() > 1
                            ? "it does not serve yet; its log says that it asks for votes."
                            : "zk_server_state is standalone. It serves clients from now on.";
        return step;
    }
    Step start_others(const Servers& members) const {
        Step step;
        step.title = "Start the others, which are blank";
        step.members = members;
        step.actions = {"Only when the survivor asks for votes: empty their directories, give them the same "
                        "list, start them."};
        for (const ClusterServer& server : members)
            if (server.id != start_up_.server.id)
                step.configured.push_back(server.id);
        step.checks = {"keeperctl 4lw mntr" + client_addresses(members, wish_.client_port) +
                       " --format table"};
        step.expected = fmt::format(
            "one is leader, with zk_synced_followers {}, and zk_znode_count is not that of an empty "
            "tree. Else stop the blank ones at once.",
            members.size() - 1);
        return step;
    }
};

} // namespace

StartUp plan_start_up(const Survivors& survivors, const StartUpWish& wish) {
    return Planner(survivors, wish).plan();
}

} // namespace keeperfs::recover
