#include "keeper/replay_requests.h"

namespace keeperfs::keeper {

namespace {
template <class T> bool is_expected(T wanted, T found) { return wanted == -1 || wanted == found; }

bool is_expected(const ExpectedStat& wanted, const StateTree& tree, NodeId id) {
    const StateNode& node = tree.node(id);
    const tree::Stat& stat = node.stat;
    return is_expected(wanted.czxid, stat.czxid) && is_expected(wanted.mzxid, stat.mzxid) &&
           is_expected(wanted.ctime, stat.ctime) && is_expected(wanted.mtime, stat.mtime) &&
           is_expected(wanted.version, stat.version) && is_expected(wanted.cversion, stat.cversion) &&
           is_expected(wanted.aversion, stat.aversion) &&
           is_expected(wanted.ephemeral_owner, stat.ephemeral_owner) &&
           is_expected(wanted.data_length, static_cast<std::int32_t>(tree.data(id).size())) &&
           is_expected(wanted.num_children, node.num_children) && is_expected(wanted.pzxid, stat.pzxid);
}

ReplyCode apply_check(const ReplayState& state, const RequestOperation& operation) {
    const NodeId id = state.tree().find(operation.path);
    if (id == no_node)
        return ReplyCode::no_such_node;
    return is_version(operation.version, state.tree().node(id).stat.version) ? ReplyCode::ok
                                                                             : ReplyCode::bad_version;
}
} // namespace

ReplyCode apply_any_check(const ReplayState& state, const RequestOperation& operation,
                          const RequestContext& context) {
    if (context.rules.refuses_checks_of_system_nodes && is_system_path(operation.path, context.rules))
        return ReplyCode::bad_arguments;
    const ReplyCode code = apply_check(state, operation);
    if (operation.op == OpNum::check_not_exists)
        return code == ReplyCode::ok ? ReplyCode::node_exists : ReplyCode::ok;
    if (code != ReplyCode::ok || operation.op == OpNum::check)
        return code;
    const StateTree& tree = state.tree();
    return is_expected(operation.expected, tree, tree.find(operation.path)) ? ReplyCode::ok
                                                                            : ReplyCode::bad_version;
}

} // namespace keeperfs::keeper
