#pragma once
// What a server's replies say, for the checks.
#include "keeperfs/base/text.h"
#include "keeperfs/probe/preflight.h"

#include <concepts>
#include <optional>

namespace keeperfs::probe {

inline std::string where(const AskedServer& server) { return escaped(net::text_of(server.server)); }

inline const Reply* reply_to(const AskedServer& server, std::string_view word) {
    const auto found = server.replies.find(word);
    return found == server.replies.end() ? nullptr : &found->second;
}
/// nullptr: there is none.
inline const Answer* answer_to(const AskedServer& server, std::string_view word) {
    const Reply* reply = reply_to(server, word);
    return reply != nullptr && reply->is_ok() ? &reply->answer : nullptr;
}
template <class T>
std::optional<T> field_of(const AskedServer& server, std::string_view word, std::string_view name) {
    const Answer* answer = answer_to(server, word);
    const Value* value = answer == nullptr ? nullptr : answer->find(name);
    const T* typed = value == nullptr ? nullptr : std::get_if<T>(value);
    return typed == nullptr ? std::nullopt : std::optional(*typed);
}

/// "25.8.1.5101-lts-0123...", as srvr or mntr says it.
inline std::optional<std::string> version_of(const AskedServer& server) {
    if (const auto version = field_of<std::string>(server, "srvr", "version"))
        return version;
    return field_of<std::string>(server, "mntr", "zk_version");
}
/// Of a Keeper.
inline std::optional<keeper::Release> release_of(const AskedServer& server) {
    const auto version = version_of(server);
    const bool is_zookeeper = field_of<std::string>(server, "srvr", "server") == "zookeeper";
    return version && !is_zookeeper ? keeper::parse_release(*version) : std::nullopt;
}
/// A leader without followers is an ensemble of its own.
inline bool is_alone(const PreflightEvidence& evidence) {
    return evidence.servers.size() == 1 &&
           field_of<std::int64_t>(evidence.servers[0], "mntr", "zk_followers") == 0;
}
/// Whether so many servers show what is alike on all or differs between them.
inline bool are_enough(const PreflightEvidence& evidence, std::size_t servers) {
    return servers > 1 || (servers == 1 && is_alone(evidence));
}
/// Of the servers that say theirs.
inline std::optional<keeper::Release> oldest_release(const PreflightEvidence& evidence) {
    std::optional<keeper::Release> oldest;
    for (const AskedServer& server : evidence.servers)
        if (const auto release = release_of(server); release && (!oldest || *release < *oldest))
            oldest = release;
    return oldest;
}

} // namespace keeperfs::probe
