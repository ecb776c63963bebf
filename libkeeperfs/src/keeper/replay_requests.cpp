#include "keeper/replay_requests.h"

namespace keeperfs::keeper {

bool is_system_path(Bytes path, const RuleSet& rules) {
    constexpr std::string_view system_path = "/keeper";
    std::string_view rest = as_text(path);
    if (!rest.starts_with(system_path))
        return false;
    rest.remove_prefix(system_path.size());
    return rules.reserves_keeper_prefix || rest.empty() || rest.starts_with('/');
}

ReplyCode apply_operation(ReplayState& state, const RequestOperation& operation,
                          const RequestContext& context) {
    switch (operation.op) {
    case OpNum::create:
    case OpNum::create2:
    case OpNum::create_if_not_exists:
    case OpNum::create_container:
    case OpNum::create_ttl:
        return apply_create(state, operation, context);
    case OpNum::remove:
        return apply_remove(state, operation, context);
    case OpNum::try_remove:
        return apply_try_remove(state, operation, context);
    case OpNum::remove_recursive:
        return apply_remove_recursive(state, operation, context);
    case OpNum::set:
        return apply_set(state, operation, context);
    case OpNum::set_acl:
        return apply_set_acl(state, operation, context);
    case OpNum::check:
    case OpNum::check_not_exists:
    case OpNum::check_stat:
        return apply_any_check(state, operation, context);
    default: // reads, heartbeats, syncs, reconfig: nothing that this tree shows
        return ReplyCode::ok;
    }
}

} // namespace keeperfs::keeper
