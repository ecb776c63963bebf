#pragma once
#include "convert/acl_plan.h"
#include "convert/change_log.h"
#include "convert/edit_rules.h"
#include "convert/edited_tree.h"
#include "convert/loss_plan.h"

#include "keeperfs/convert/snapshot_rewrite.h"
#include "keeperfs/keeper/snapshot.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace keeperfs::convert {

/// Nodes of the old snapshot, in its order, become those of the new one. `zxid`: of the snapshot that is
/// written.
class NodeEditor {
public:
    NodeEditor(const EditRules& rules, const EditedTree& tree, const AclPlan& acls, LossPlan& losses,
               int version, std::int64_t zxid)
        : rules_(rules), tree_(tree), acls_(acls), version_(version), zxid_(zxid), losses_(losses) {}

    /// False for a node that is left out. The path's span is good until the next call.
    bool edit(keeper::SnapshotNode& node);

    /// Behind the last of them: a node that comes from elsewhere.
    void take(keeper::SnapshotNode& node);

    ChangeLog& changes() noexcept { return changes_; }
    std::vector<ChangedParent> take_parents() { return std::move(parents_); }
    std::uint64_t acl_nodes() const noexcept { return acl_nodes_; }
    bool has_changed_a_node() const noexcept { return changed_; }

private:
    const EditRules& rules_;
    const EditedTree& tree_;
    const AclPlan& acls_;
    int version_;
    std::int64_t zxid_;
    LossPlan& losses_;
    ChangeLog changes_;
    std::vector<ChangedParent> parents_;
    std::uint64_t next_id_ = 0, acl_nodes_ = 0;
    bool changed_ = false;
    std::string to_;

    void edit_acl(keeper::SnapshotNode& node);
    void edit_counter(keeper::SnapshotNode& node);
    void leave_out_the_flag(keeper::SnapshotNode& node);
    void edit_children(tree::NodeId id, keeper::SnapshotNode& node);
};

} // namespace keeperfs::convert
