#include "keeperfs/recover/move_addresses.h"

#include "recover/recovered_copy.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/recover/membership.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

namespace keeperfs::recover {

namespace {

using keeper::ClusterServer;

constexpr const char* let_it_catch_up =
    "Start the cluster with its old addresses until all members hold the same, stop it, and try again.";

void refuse_differing_members(const Survivors& survivors) {
    const auto& members = survivors.best().membership;
    if (!members)
        throw Error(ErrorKind::refused, "neither log nor snapshot names the members")
            .file(survivors.best().directory)
            .hint("Then its configuration file decides: change the addresses there.");
    for (const Survivor& one : survivors.all)
        if (!one.membership || one.membership->servers != members->servers)
            throw Error(ErrorKind::refused,
                        "it names other members than " + escaped(survivors.best().directory))
                .file(one.directory)
                .hint(let_it_catch_up);
    if (survivors.all.size() != members->servers.size())
        throw Error(ErrorKind::refused,
                    fmt::format("{} for {}", counted(survivors.all.size(), "directory", "directories"),
                                counted(members->servers.size(), "member", "members")))
            .hint("Give the directory of every member: one that keeps the old addresses is not found again.");
}

std::vector<ClusterServer> moved(std::vector<ClusterServer> members, std::span<const ClusterServer> servers) {
    for (const ClusterServer& server : servers) {
        const auto member = std::ranges::find(members, server.id, &ClusterServer::id);
        if (member == members.end())
            throw Error(ErrorKind::usage, fmt::format("--server: {} is no member", server.id))
                .hint("Ids are kept; a new member joins the running cluster.");
        member->endpoint = server.endpoint;
    }
    check_members(members);
    return members;
}

std::vector<MovedNode> plan_all(const Survivors& survivors, const RecoveryWish& wish) {
    std::vector<MovedNode> nodes;
    for (std::size_t place = 0; place < survivors.all.size(); ++place) {
        MovedNode node{survivors.all[place].directory, choose_one(survivors, place), {}};
        node.recovery = plan_recovery(node.choice.scans, node.choice.log, wish);
        nodes.push_back(std::move(node));
    }
    return nodes;
}

/// Raft wants the same records everywhere, so one may be added only where all logs end alike.
bool end_alike(const Survivors& survivors) {
    return std::ranges::all_of(survivors.all,
                               [&](const Survivor& one) { return one.last == survivors.best().last; });
}

} // namespace

std::vector<MovedNode> plan_move(const Survivors& survivors, std::span<const ClusterServer> servers) {
    refuse_disagreement(survivors);
    refuse_differing_members(survivors);
    RecoveryWish wish{moved(survivors.best().membership->servers, servers), Way::section, {}};
    // The section must have one index everywhere, above the records that name members and not above any log's
    // end.
    wish.section_index =
        std::ranges::min(survivors.all, {}, [](const Survivor& one) { return one.last.index; }).last.index;
    try {
        return plan_all(survivors, wish);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::refused)
            throw;
        if (!end_alike(survivors))
            throw Error(ErrorKind::refused,
                        "the directories end with different records, and " + error.message())
                .hint(let_it_catch_up);
    }
    wish.way = Way::log;
    return plan_all(survivors, wish);
}

std::vector<RecoveryProof> execute_move(io::FileSystem& files, std::span<const MovedNode> nodes,
                                        const std::string& target, std::span<const std::string> names,
                                        io::Meter* meter) {
    const bool is_new = !files.exists(target);
    if (is_new)
        files.make_directory(target);
    std::vector<RecoveryProof> proofs;
    try {
        std::deque<RecoveredCopy> made;
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            made.emplace_back(files, nodes[i].choice.scans, nodes[i].recovery, io::join(target, names[i]),
                              meter);
            proofs.push_back(made.back().proof());
        }
        for (RecoveredCopy& copy : made)
            copy.copy().commit();
    } catch (const Error&) {
        if (is_new && files.list(target).empty())
            files.remove_directory(target);
        throw;
    }
    return proofs;
}

} // namespace keeperfs::recover
