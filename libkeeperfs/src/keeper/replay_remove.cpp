#include "keeper/replay_requests.h"

namespace keeperfs::keeper {

namespace {

/// Counted once at the parent, however many nodes hang on the child. Deletes leave pzxid as it was.
void count_removal(ReplayState& state, NodeId parent) {
    if (parent == no_node)
        return;
    state.update(parent, [](StateNode& node) {
        move_on(node.stat.cversion);
        move_on(node.num_children, -1);
    });
}

void remove_node(ReplayState& state, NodeId id) {
    state.note_change(Change::Kind::removed, id);
    state.remove(id);
}

void remove_child(ReplayState& state, NodeId id) {
    count_removal(state, state.tree().parent(id));
    remove_node(state, id);
}

/// The node and all below it, every parent before its children. At most limit + 1 nodes.
std::vector<NodeId> subtree(const StateTree& tree, NodeId top, std::size_t limit) {
    std::vector<NodeId> nodes{top};
    for (std::size_t i = 0; i < nodes.size(); ++i)
        for (NodeId child = tree.first_child(nodes[i]); child != no_node; child = tree.next_sibling(child)) {
            if (nodes.size() > limit)
                return nodes;
            nodes.push_back(child);
        }
    return nodes;
}

/// Its time may have been prolonged by a set, or a child been created, since the server looked.
bool is_due(const StateNode& node, std::int64_t time_ms, std::int64_t session_id) {
    if (session_id == internal_session::containers)
        return node.stat.ephemeral_owner == tree::container_owner && node.num_children == 0;
    // Both may be anything in a file, so the sum may not fit.
    std::int64_t end = 0;
    return node.ttl_ms != StateNode::no_ttl && !__builtin_add_overflow(node.stat.mtime, node.ttl_ms, &end) &&
           time_ms >= end;
}

} // namespace

ReplyCode apply_remove(ReplayState& state, const RequestOperation& operation, const RequestContext& context) {
    const StateTree& tree = state.tree();
    if (is_system_path(operation.path, context.rules))
        return ReplyCode::bad_arguments;
    const NodeId id = tree.find(operation.path);
    if (id == no_node)
        return ReplyCode::no_such_node;
    if (!is_version(operation.version, tree.node(id).stat.version))
        return ReplyCode::bad_version;
    if (tree.node(id).num_children != 0)
        return ReplyCode::not_empty;
    if (id == StateTree::root)
        return ReplyCode::bad_arguments;
    remove_child(state, id);
    return ReplyCode::ok;
}

ReplyCode apply_try_remove(ReplayState& state, const RequestOperation& operation,
                           const RequestContext& context) {
    if (is_system_path(operation.path, context.rules))
        return ReplyCode::bad_arguments;
    const NodeId id = state.tree().find(operation.path);
    const bool wanted = !is_own_removal(operation, context.session_id) ||
                        (id != no_node && is_due(state.tree().node(id), context.time_ms, context.session_id));
    if (wanted)
        apply_remove(state, operation, context); // whether or not that succeeds
    return ReplyCode::ok;
}

ReplyCode apply_remove_recursive(ReplayState& state, const RequestOperation& operation,
                                 const RequestContext& context) {
    const StateTree& tree = state.tree();
    if (is_system_path(operation.path, context.rules))
        return ReplyCode::bad_arguments;
    const NodeId top = tree.find(operation.path);
    if (top == no_node)
        return ReplyCode::ok;
    // "/" holds "/keeper", which nobody may remove.
    if (top == StateTree::root)
        return ReplyCode::bad_arguments;
    const std::vector<NodeId> nodes = subtree(tree, top, operation.limit);
    if (nodes.size() > operation.limit)
        return ReplyCode::not_empty;
    const Authentications who = state.sessions.authentications(context.session_id);
    if (context.rules.removes_recursively_with_all_permissions)
        for (const NodeId id : nodes)
            if (!state.acls.allows(tree.node(id).acl, tree::permission::remove, who))
                return ReplyCode::no_auth;
    count_removal(state, tree.parent(top));
    for (std::size_t i = nodes.size(); i-- > 0;)
        remove_node(state, nodes[i]);
    return ReplyCode::ok;
}

void close_session(ReplayState& state, std::int64_t session_id) {
    for (const NodeId id : state.ephemerals().of(session_id))
        remove_child(state, id);
    state.sessions.close(session_id);
}

} // namespace keeperfs::keeper
