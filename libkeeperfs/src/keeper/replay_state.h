#pragma once
// All that a server's storage holds, and the one way to change its nodes: everything that hangs on them (the
// index of ephemerals, the digest, the list of changes, what it takes to undo) follows.
#include "keeper/replay_acl.h"
#include "keeper/replay_digest.h"
#include "keeper/replay_sessions.h"
#include "keeper/replay_undo.h"
#include "keeper/state_tree.h"

#include "keeperfs/keeper/replay.h"

#include <cstdint>
#include <string>
#include <vector>

namespace keeperfs::keeper {

class ReplayState {
public:
    AclStore acls;
    SessionBook sessions;

    const StateTree& tree() const noexcept { return tree_; }
    DigestSum& digest() noexcept { return digest_; }
    const DigestSum& digest() const noexcept { return digest_; }
    const EphemeralIndex& ephemerals() const noexcept { return ephemerals_; }

    NodeId create(Bytes path, NodeId parent, const StateNode& node, Bytes data);
    void remove(NodeId id);
    template <class F> void set_data(NodeId id, Bytes data, F edit);
    template <class F> void update(NodeId id, F edit);
    void note_change(Change::Kind kind, NodeId id);

    /// A snapshot's node, in any order; finish_loading() hangs them together and throws Error(bad_input) for
    /// one without a parent. `part`: those that were to come; null: all.
    void load(const SnapshotNode& node);
    void finish_loading(const PartOfTree* part);
    /// "/keeper", which servers add to a tree that lacks it.
    void add_system_node();

    /// Between these two every change can be undone: a multi.
    void begin_multi();
    void commit_multi() { undo_.reset(); }
    void roll_back_multi();

    bool lists_changes = false;
    std::vector<Change> changes;

private:
    StateTree tree_;
    EphemeralIndex ephemerals_;
    DigestSum digest_{tree_};
    std::optional<UndoList> undo_;
    bool has_loaded_root_ = false;

    void index(NodeId id);
    void remove_from_index(NodeId id);
    void load_root(const StateNode& node, Bytes data);
};

template <class F> void ReplayState::update(NodeId id, F edit) {
    StateNode& node = tree_.node(id);
    if (undo_)
        undo_->updated(id, node);
    edit(node);
    digest_.changed(id);
}

template <class F> void ReplayState::set_data(NodeId id, Bytes data, F edit) {
    update(id, edit);
    StateTree::Content old = tree_.set_data(id, data);
    if (undo_)
        undo_->replaced_data(id, std::move(old));
}

} // namespace keeperfs::keeper
