#pragma once
// A look ahead over the log: which nodes of a snapshot its replay will ask for.
#include "keeperfs/keeper/request.h"
#include "keeperfs/tree/path_set.h"

#include <cstdint>
#include <set>
#include <unordered_set>

namespace keeperfs::keeper {

/// More than will really be touched, never less: what operations name (what they only check too), with the
/// parents; all below a node that is removed with its subtree; names that a sequential node may get.
/// Ephemeral nodes of sessions that close are named by nobody: they have to be looked for in the snapshot and
/// added.
class TouchedNodes {
public:
    TouchedNodes();

    void add(const Request& request);
    void add_with_parent(Bytes path);
    void merge(const TouchedNodes& other);

    bool contain(Bytes path) const;
    /// Whether a node of this session will go when the session closes.
    bool closes(std::int64_t session) const { return closing_sessions_.contains(session); }
    bool close_any_session() const noexcept { return !closing_sessions_.empty(); }
    /// The versions of the digests in the records.
    const std::set<int>& digest_versions() const noexcept { return digest_versions_; }

private:
    tree::PathSet paths_, subtrees_, sequential_;
    std::unordered_set<std::int64_t> closing_sessions_;
    std::set<int> digest_versions_;

    void add(const RequestOperation& operation);
    bool can_be_sequential(Bytes path) const;
    bool is_in_subtree(Bytes path) const;
};

} // namespace keeperfs::keeper
