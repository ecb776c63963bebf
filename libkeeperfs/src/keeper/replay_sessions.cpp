#include "keeper/replay_sessions.h"

#include "base/sha1.h"

#include "keeperfs/base/text.h"

#include <algorithm>

namespace keeperfs::keeper {

void SessionBook::load(const tree::Session& session) {
    timeouts_[session.id] = session.timeout_ms;
    if (!session.authentications.empty())
        authentications_[session.id] = session.authentications;
}

std::int64_t SessionBook::open(std::int64_t timeout_ms) {
    timeouts_[next_id] = timeout_ms;
    // A counter from a file may stand at the end of its range; servers' arithmetic wraps around.
    const std::int64_t id = next_id;
    next_id = static_cast<std::int64_t>(static_cast<std::uint64_t>(next_id) + 1);
    return id;
}

void SessionBook::close(std::int64_t id) {
    timeouts_.erase(id);
    authentications_.erase(id);
}

std::vector<tree::Session> SessionBook::all() const {
    std::vector<tree::Session> sessions;
    sessions.reserve(timeouts_.size());
    for (const auto& [id, timeout_ms] : timeouts_) {
        const Authentications proven = authentications(id);
        sessions.push_back({id, timeout_ms, {proven.begin(), proven.end()}});
    }
    return sessions;
}

Authentications SessionBook::authentications(std::int64_t id) const {
    const auto found = authentications_.find(id);
    return found == authentications_.end() ? Authentications() : Authentications(found->second);
}

void SessionBook::authenticate(std::int64_t id, tree::Session::Authentication authentication) {
    auto& proven = authentications_[id];
    if (std::ranges::find(proven, authentication) == proven.end())
        proven.push_back(std::move(authentication));
}

std::optional<tree::Session::Authentication> proven_by(std::string_view scheme, Bytes credentials,
                                                       std::string_view superdigest) {
    const std::string_view text = as_text(credentials);
    if (scheme != "digest" || std::ranges::count(text, ':') != 1)
        return std::nullopt;
    std::string id(text.substr(0, text.find(':') + 1));
    id += base64(sha1(credentials));
    if (!superdigest.empty() && id == superdigest)
        return tree::Session::Authentication{std::string(super_scheme), ""};
    return tree::Session::Authentication{"digest", std::move(id)};
}

void EphemeralIndex::remove(std::int64_t session, NodeId id) {
    const auto found = nodes_.find(session);
    if (found == nodes_.end())
        return;
    found->second.erase(id);
    if (found->second.empty())
        nodes_.erase(found);
}

std::vector<NodeId> EphemeralIndex::of(std::int64_t session) const {
    const auto found = nodes_.find(session);
    if (found == nodes_.end())
        return {};
    std::vector<NodeId> ids(found->second.begin(), found->second.end());
    std::ranges::sort(ids);
    return ids;
}

} // namespace keeperfs::keeper
