#include "keeperfs/recover/membership.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/config/new_ensemble.h"
#include "keeperfs/config/values.h"
#include "keeperfs/net/endpoint.h"

#include <fmt/format.h>

#include <algorithm>

namespace keeperfs::recover {

namespace {

using keeper::ClusterServer;

constexpr std::string_view priority_word = "priority=";

void read_property(std::string_view word, std::string_view whole, ClusterServer& server) {
    if (word == "learner") {
        server.learner = true;
        return;
    }
    if (word.starts_with(priority_word)) {
        // 0: never a leader; NuRaft takes an i32.
        const auto number = config::integer_of(word.substr(priority_word.size()));
        if (number && *number >= 0 && *number <= INT32_MAX) {
            server.priority = static_cast<std::int32_t>(*number);
            return;
        }
    }
    throw Error(ErrorKind::usage,
                fmt::format("--server: {}: {} says nothing of a member", escaped(whole), escaped(word)))
        .hint("Give it as 1=keeper1.example:9234, with ,learner or ,priority=2 behind it.");
}

bool may_lead(const ClusterServer& server) { return !server.learner && server.priority > 0; }

} // namespace

ClusterServer parse_server(std::string_view text) {
    const std::string_view member_text = text.substr(0, text.find(','));
    const config::NewMember member = config::parse_member(member_text);
    ClusterServer server;
    server.id = member.id;
    server.endpoint = net::text_of({member.host, member.port});
    for (std::string_view rest = text.substr(member_text.size()); !rest.empty();) {
        const std::string_view word = rest.substr(1, rest.find(',', 1) - 1);
        read_property(word, text, server);
        rest.remove_prefix(1 + word.size());
    }
    return server;
}

std::string text_of(const ClusterServer& server) {
    std::string text = fmt::format("{}={}", server.id, escaped(server.endpoint));
    if (server.learner)
        text += ",learner";
    if (server.priority != 1)
        text += fmt::format(",{}{}", priority_word, server.priority);
    return text;
}

std::string text_of(std::span<const ClusterServer> servers) {
    std::string text;
    for (const ClusterServer& server : servers)
        text += (text.empty() ? "" : ", ") + text_of(server);
    return text;
}

void check_members(std::span<const ClusterServer> servers) {
    const auto refuse = [](std::string what) { return Error(ErrorKind::usage, std::move(what)); };
    if (servers.empty())
        throw refuse("there is no member").hint("Name the members with --server, or use --single.");
    for (std::size_t i = 0; i < servers.size(); ++i)
        for (std::size_t other = 0; other < i; ++other) {
            if (servers[i].id == servers[other].id)
                throw refuse(fmt::format("two members have the id {}", servers[i].id));
            if (servers[i].endpoint == servers[other].endpoint)
                throw refuse(fmt::format("two members have the address {}", escaped(servers[i].endpoint)));
        }
    if (std::ranges::none_of(servers, may_lead))
        throw refuse("no member may lead: each is a learner or has the priority 0");
}

ClusterServer as_only_member(ClusterServer survivor) {
    survivor.learner = false;
    survivor.new_joiner = false;
    survivor.priority = std::max(survivor.priority, 1);
    return survivor;
}

} // namespace keeperfs::recover
