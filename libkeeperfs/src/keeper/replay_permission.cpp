// Which permission each operation needs, and where.
#include "keeper/replay_requests.h"

namespace keeperfs::keeper {

namespace {

struct Need {
    Bytes path;
    std::int32_t permission = 0; ///< 0: none
};

Need need_of(const RequestOperation& operation) {
    switch (operation.op) {
    case OpNum::create:
    case OpNum::create2:
    case OpNum::create_if_not_exists:
    case OpNum::create_container:
    case OpNum::create_ttl:
        return {parent_path(operation.path), tree::permission::create};
    case OpNum::remove:
    case OpNum::try_remove:
    case OpNum::remove_recursive:
        return {parent_path(operation.path), tree::permission::remove};
    case OpNum::set:
        return {operation.path, tree::permission::write};
    case OpNum::set_acl:
        return {operation.path, tree::permission::admin};
    case OpNum::check:
    case OpNum::check_not_exists:
    case OpNum::check_stat:
        return {operation.path, tree::permission::read};
    default:
        return {};
    }
}

} // namespace

bool is_own_removal(const RequestOperation& operation, std::int64_t session_id) {
    return operation.op == OpNum::try_remove &&
           (session_id == internal_session::ttl || session_id == internal_session::containers);
}

ReplyCode check_permission(const ReplayState& state, const RequestOperation& operation,
                           const RequestContext& context) {
    const Need need = need_of(operation);
    if (need.permission == 0 || is_own_removal(operation, context.session_id))
        return ReplyCode::ok;
    const NodeId id = state.tree().find(need.path);
    const bool allowed =
        id == no_node || state.acls.allows(state.tree().node(id).acl, need.permission,
                                           state.sessions.authentications(context.session_id));
    return allowed ? ReplyCode::ok : ReplyCode::no_auth;
}

} // namespace keeperfs::keeper
