#include "keeper/replay_requests.h"

#include "keeperfs/keeper/snapshot_format.h"

#include <algorithm>

namespace keeperfs::keeper {

namespace {

std::string path_to_create(const RequestOperation& operation, const StateNode& parent) {
    std::string path(as_text(operation.path));
    if (operation.sequential)
        fmt::format_to(std::back_inserter(path), "{:0>10}", parent.seq_num);
    return path;
}

ReplyCode check_parent(const StateTree& tree, NodeId parent) {
    if (parent == no_node)
        return ReplyCode::no_such_node;
    if (owning_session(tree.node(parent)))
        return ReplyCode::no_children_for_ephemerals;
    if (tree.node(parent).ttl_ms != StateNode::no_ttl)
        return ReplyCode::bad_arguments;
    return ReplyCode::ok;
}

ReplyCode check_new_path(const StateTree& tree, Bytes path, const RuleSet& rules) {
    if (is_system_path(path, rules))
        return ReplyCode::bad_arguments;
    if (tree.find(path) != no_node)
        return ReplyCode::node_exists;
    return base_name(path).empty() ? ReplyCode::bad_arguments : ReplyCode::ok;
}

bool has_possible_ttl(const RequestOperation& operation) {
    return operation.op != OpNum::create_ttl ||
           (!operation.ephemeral && operation.ttl_ms >= 1 && operation.ttl_ms <= max_ttl_ms);
}

StateNode new_node(const RequestOperation& operation, const RequestContext& context, std::uint32_t acl) {
    StateNode node{.acl = acl, .is_sequential = operation.sequential && context.rules.marks_sequential_nodes};
    node.stat.czxid = node.stat.mzxid = node.stat.pzxid = context.zxid;
    node.stat.ctime = node.stat.mtime = context.time_ms;
    if (operation.op == OpNum::create_container)
        node.stat.ephemeral_owner = tree::container_owner;
    else if (operation.op == OpNum::create_ttl)
        node.ttl_ms = operation.ttl_ms;
    else if (operation.ephemeral)
        node.stat.ephemeral_owner = context.session_id;
    return node;
}

} // namespace

ReplyCode apply_create(ReplayState& state, const RequestOperation& operation, const RequestContext& context) {
    const StateTree& tree = state.tree();
    const NodeId parent = tree.find(parent_path(operation.path));
    if (const ReplyCode code = check_parent(tree, parent); code != ReplyCode::ok)
        return code;
    // As the servers' preprocessing of requests says it (KeeperStorage.cpp).
    if (operation.sequential && operation.op == OpNum::create_if_not_exists)
        return ReplyCode::bad_arguments;
    const std::string path = path_to_create(operation, tree.node(parent));
    const ReplyCode code = check_new_path(tree, as_bytes(path), context.rules);
    if (code == ReplyCode::node_exists && operation.op == OpNum::create_if_not_exists)
        return ReplyCode::ok;
    if (code != ReplyCode::ok)
        return code;
    if (!has_possible_ttl(operation))
        return ReplyCode::bad_arguments;
    const auto acl =
        stored_acl(operation.acl, state.sessions.authentications(context.session_id), context.rules);
    if (!acl)
        return ReplyCode::invalid_acl;

    const NodeId id = state.create(as_bytes(path), parent, new_node(operation, context, state.acls.add(*acl)),
                                   operation.data);
    state.update(parent, [&](StateNode& node) {
        node.seq_num = static_cast<std::int64_t>(static_cast<std::uint64_t>(node.seq_num) + 1);
        move_on(node.stat.cversion);
        move_on(node.num_children);
        node.stat.pzxid = std::max(node.stat.pzxid, context.zxid);
    });
    state.note_change(Change::Kind::created, id);
    return ReplyCode::ok;
}

} // namespace keeperfs::keeper
