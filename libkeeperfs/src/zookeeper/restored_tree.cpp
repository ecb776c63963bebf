#include "zookeeper/restored_state.h"

#include "keeperfs/zookeeper/restore.h"
#include "keeperfs/zookeeper/znode_kind.h"

namespace keeperfs::zookeeper {

RestoredTree::RestoredTree(std::unique_ptr<State> state) : state_(std::move(state)) {}
RestoredTree::RestoredTree(RestoredTree&&) noexcept = default;
RestoredTree& RestoredTree::operator=(RestoredTree&&) noexcept = default;
RestoredTree::~RestoredTree() = default;

const RestoreReport& RestoredTree::report() const noexcept { return state_->report; }
const std::map<std::int64_t, std::int64_t>& RestoredTree::sessions() const noexcept {
    return state_->tree.sessions;
}
std::int64_t RestoredTree::greatest_session_id() const noexcept { return state_->tree.greatest_session_id; }
const std::vector<tree::AclList>& RestoredTree::acls() const noexcept { return state_->tree.acls.lists(); }
std::uint64_t RestoredTree::acl_uses(std::uint32_t acl) const noexcept { return state_->tree.acls.uses(acl); }

RestoredEnd RestoredTree::end() const {
    const TreeState& tree = state_->tree;
    RestoredEnd end{.zxid = state_->report.last_zxid,
                    .fuzzy_until = state_->report.fuzzy_until,
                    .last = state_->last,
                    .digest = {},
                    .greatest_session_id = tree.greatest_session_id};
    if (!tree.digest_lost)
        end.digest = {tree.digest.utf8, tree.digest.ascii};
    return end;
}

std::uint32_t TreeLinks::ids() const noexcept {
    return static_cast<std::uint32_t>(tree_.state().tree.links.size());
}
std::uint32_t TreeLinks::ordered_ids() const noexcept { return tree_.state().tree.ordered_nodes; }
bool TreeLinks::removed(NodeId id) const noexcept { return tree_.state().tree.is_removed(id); }
NodeId TreeLinks::parent(NodeId id) const noexcept { return tree_.state().tree.links[id].parent; }
NodeId TreeLinks::find(Bytes path) const noexcept { return tree_.state().tree.find(path); }

std::vector<NodeId> TreeLinks::ephemerals(bool emulate_353) const {
    const TreeState& tree = tree_.state().tree;
    std::vector<NodeId> ids;
    const auto add = [&](NodeId id, std::int64_t owner, bool owner_is_session) {
        if (meaning_of_owner(owner, owner_is_session, emulate_353).kind == ZnodeKind::ephemeral)
            ids.push_back(id);
    };
    for (const auto& [id, owner] : tree.snapshot_ephemerals) {
        if (tree.is_removed(id))
            continue;
        const ChangedNode* changed = tree.change_of(id);
        add(id, owner, changed != nullptr ? changed->owner_is_session : tree.sessions.contains(owner));
    }
    for (NodeId id = tree.snapshot_nodes; id < tree.links.size(); ++id)
        if (const ChangedNode* created = tree.change_of(id))
            add(id, created->stat.ephemeral_owner, created->owner_is_session);
    return ids;
}

} // namespace keeperfs::zookeeper
