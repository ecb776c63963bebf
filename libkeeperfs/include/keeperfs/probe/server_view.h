#pragma once
// What a server's answers say of it, be it Keeper or ZooKeeper, of any release.
#include "keeperfs/probe/ask.h"
#include "keeperfs/probe/four_letter_words.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace keeperfs::probe {

enum class Presence : std::uint8_t {
    serves,      ///< clients can use it; so it leads, or knows a leader
    not_serving, ///< the process answers, and serves nobody
    unknown,     ///< a server is there and may not say what it is
    absent,      ///< no answer, or none of such a server
};
KEEPERFS_EXPORT const char* name_of(Presence presence) noexcept;

enum class Role : std::uint8_t { leader, follower, observer, standalone, read_only };
KEEPERFS_EXPORT const char* name_of(Role role) noexcept;

using Figure = std::optional<std::uint64_t>; ///< nullopt: the server does not say, or does not know

struct Figures {
    Figure last_log_index, last_log_term, committed_index; ///< of Keeper's raft log
    Figure leader_committed_index;                         ///< as far as this server heard of it
    Figure snapshot_index;
    Figure connections, outstanding, znodes, ephemerals, watches;
    Figure data_size; ///< bytes, as the server estimates it
    Figure open_files, most_open_files;
    /// Of a leader. Keeper counts every other member, ZooKeeper those that are connected.
    Figure followers, synced_followers;
    Figure voters; ///< of ZooKeeper: members that have a vote
};
struct NamedFigure {
    std::string_view name;
    Figure Figures::*member;
};
/// All of them, in the order of the struct.
KEEPERFS_EXPORT std::span<const NamedFigure> named_figures() noexcept;

struct ServerView {
    net::Endpoint server;
    Presence presence = Presence::absent;
    Outcome outcome = Outcome::ok; ///< why it does not serve
    std::string message, hint;     ///< the same for people
    std::optional<ServerKind> kind;
    std::string version; ///< "25.8.1.5101-lts"; as the server says it, without the commit; not escaped
    std::optional<Role> role;
    std::optional<std::int64_t> server_id;
    std::optional<std::uint64_t> zxid;
    std::optional<double> min_latency, avg_latency, max_latency; ///< milliseconds
    Figures figures;
    std::vector<std::string> not_told; ///< words of this kind of server that it did not answer

    bool serves() const noexcept { return presence == Presence::serves; }
    /// A server that is an ensemble of its own leads it.
    bool leads() const noexcept { return serves() && (role == Role::leader || role == Role::standalone); }
};

struct Told {
    std::string_view word;
    Reply reply;
};
/// Of replies to srvr, mntr, lgif and conf, or some of these. Fields that nobody knows are passed over.
KEEPERFS_EXPORT ServerView view_of(const net::Endpoint& server, std::span<const Told> told);

} // namespace keeperfs::probe
