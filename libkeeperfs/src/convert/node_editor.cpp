#include "convert/node_editor.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/keeper/snapshot_format.h"

#include <fmt/format.h>

#include <algorithm>

namespace keeperfs::convert {

namespace {

/// A node that a server lets have no children, in whose place it keeps the session or the TTL.
bool is_childless(const keeper::SnapshotNode& node) {
    return node.ttl_ms ||
           (node.stat.ephemeral_owner != 0 && node.stat.ephemeral_owner != tree::container_owner);
}

/// Servers count without a look at the end of the range.
std::int32_t plus(std::int32_t value, std::uint32_t more) {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(value) + more);
}

} // namespace

bool NodeEditor::edit(keeper::SnapshotNode& node) {
    const std::string_view from = as_text(node.path);
    if (!rules_.keeps(from))
        return false;
    if (next_id_ >= tree_.size())
        throw Error(ErrorKind::bad_input, "the file changed while it was read");
    const auto id = static_cast<tree::NodeId>(next_id_++);
    if (tree_.is_orphan(id))
        return false;
    if (from.starts_with("/keeper/"))
        throw Error(ErrorKind::bad_input,
                    fmt::format("the snapshot has {}, which belongs to the server; servers refuse to load it",
                                escaped(from)))
            .hint("Leave it out with --drop-path /keeper; a server makes its own nodes at its start.");
    edit_acl(node);
    edit_counter(node);
    leave_out_the_flag(node);
    const std::string_view to = rules_.renamed(from, to_);
    changed_ = changed_ || to.data() != from.data();
    node.path = as_bytes(to);
    edit_children(id, node);
    changed_ = losses_.fit(node) || changed_;
    return true;
}

void NodeEditor::take(keeper::SnapshotNode& node) {
    if (next_id_ >= tree_.size())
        throw Error(ErrorKind::bad_input, "the file changed while it was read");
    leave_out_the_flag(node);
    node.num_children = static_cast<std::int32_t>(tree_.children(static_cast<tree::NodeId>(next_id_++)));
    losses_.fit(node);
    changed_ = true;
}

void NodeEditor::edit_acl(keeper::SnapshotNode& node) {
    const std::string_view path = as_text(node.path);
    const std::optional<std::uint64_t> old = acls_.id_of(node.acl_id);
    const tree::AclList* const list = rules_.acl_for(path);
    if (!old && list == nullptr)
        throw Error(ErrorKind::bad_input,
                    fmt::format("the ACL {} of {} is not in the snapshot's map", node.acl_id, escaped(path)))
            .hint("A server fails when it first uses it. Look with `keeperctl snapshot verify`; "
                  "--set-acl gives the node another one.");
    const std::uint64_t id = list != nullptr ? acls_.id_of(*list) : *old;
    node.acl_id = id;
    if (list == nullptr || (old && acls_.same_list(*old, id)))
        return;
    ++acl_nodes_;
    node.stat.aversion = plus(node.stat.aversion, 1);
    changed_ = true;
}

void NodeEditor::edit_counter(keeper::SnapshotNode& node) {
    const SequenceEdit* const counter = rules_.sequence_for(as_text(node.path));
    if (counter == nullptr)
        return;
    if (is_childless(node))
        throw Error(ErrorKind::usage, fmt::format("{} is {} and has no counter", escaped(as_text(node.path)),
                                                  node.ttl_ms ? "a node with a TTL" : "ephemeral"));
    if (node.seq_num == counter->next)
        return;
    changes_.add("sequence.set", "counters set: the number that the next sequential child gets",
                 fmt::format("{}: {} becomes {}", as_text(node.path), node.seq_num, counter->next));
    node.seq_num = counter->next;
    changed_ = true;
}

void NodeEditor::leave_out_the_flag(keeper::SnapshotNode& node) {
    if (!node.is_sequential || version_ < keeper::snapshot_version::slim_nodes)
        return;
    changes_.add("is-sequential.left-out",
                 "nodes marked as sequential; snapshots from version 6 on have no such mark, and no server "
                 "uses it",
                 as_text(node.path));
    node.is_sequential = false;
}

void NodeEditor::edit_children(tree::NodeId id, keeper::SnapshotNode& node) {
    constexpr EditedTree::Flow still;
    const EditedTree::Flow* const moved = tree_.flow(id);
    const EditedTree::Flow flow = moved == nullptr ? still : *moved;
    const std::int64_t children = tree_.children(id);
    const std::int64_t were = children + flow.removed - flow.added;
    if (were != node.num_children) {
        changes_.add("num-children.corrected",
                     "nodes whose number of children was not that of the tree; servers believe it and then "
                     "refuse to remove the node",
                     fmt::format("{}: {} becomes {}", as_text(node.path), node.num_children, children));
        changed_ = true;
    }
    const keeper::SnapshotNode before = node;
    node.num_children = static_cast<std::int32_t>(children);
    if (moved == nullptr)
        return;
    if (flow.added > 0 && is_childless(node))
        throw Error(ErrorKind::usage,
                    fmt::format("{} is {} and cannot have children", escaped(as_text(node.path)),
                                node.ttl_ms ? "a node with a TTL" : "ephemeral"));
    node.stat.cversion = plus(node.stat.cversion, flow.removed + flow.added);
    node.seq_num = std::max(node.seq_num + flow.added, flow.least_seq_num);
    if (flow.added > 0)
        node.stat.pzxid = std::max(node.stat.pzxid, zxid_);
    changed_ = true;
    parents_.push_back({std::string(as_text(node.path)), flow.removed, flow.added, before.num_children,
                        node.num_children, before.stat.cversion, node.stat.cversion, before.seq_num,
                        node.seq_num, before.stat.pzxid, node.stat.pzxid});
}

} // namespace keeperfs::convert
