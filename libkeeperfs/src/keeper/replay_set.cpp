#include "keeper/replay_requests.h"

namespace keeperfs::keeper {

namespace {
/// A set of a child moves the parent's cversion, in every release read.
void count_set(ReplayState& state, NodeId id, const RuleSet& rules) {
    const NodeId parent = id != StateTree::root                  ? state.tree().parent(id)
                          : rules.set_of_root_moves_its_cversion ? StateTree::root
                                                                 : no_node;
    if (parent != no_node)
        state.update(parent, [](StateNode& node) { move_on(node.stat.cversion); });
}
} // namespace

ReplyCode apply_set(ReplayState& state, const RequestOperation& operation, const RequestContext& context) {
    if (is_system_path(operation.path, context.rules))
        return ReplyCode::bad_arguments;
    const NodeId id = state.tree().find(operation.path);
    if (id == no_node)
        return ReplyCode::no_such_node;
    if (!is_version(operation.version, state.tree().node(id).stat.version))
        return ReplyCode::bad_version;
    state.set_data(id, operation.data, [&](StateNode& node) {
        move_on(node.stat.version);
        node.stat.mzxid = context.zxid;
        node.stat.mtime = context.time_ms;
    });
    count_set(state, id, context.rules);
    state.note_change(Change::Kind::data_set, id);
    return ReplyCode::ok;
}

ReplyCode apply_set_acl(ReplayState& state, const RequestOperation& operation,
                        const RequestContext& context) {
    if (is_system_path(operation.path, context.rules))
        return ReplyCode::bad_arguments;
    const NodeId id = state.tree().find(operation.path);
    if (id == no_node)
        return ReplyCode::no_such_node;
    if (!is_version(operation.version, state.tree().node(id).stat.aversion))
        return ReplyCode::bad_version;
    const auto acl =
        stored_acl(operation.acl, state.sessions.authentications(context.session_id), context.rules);
    if (!acl)
        return ReplyCode::invalid_acl;
    state.update(id, [&](StateNode& node) {
        move_on(node.stat.aversion);
        node.acl = state.acls.add(*acl);
    });
    state.note_change(Change::Kind::acl_set, id);
    return ReplyCode::ok;
}

} // namespace keeperfs::keeper
