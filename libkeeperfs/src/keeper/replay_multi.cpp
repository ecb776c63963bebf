#include "keeper/replay_requests.h"

namespace keeperfs::keeper {

namespace {

/// The first part that has no permission in the tree as it is before the multi.
ReplyCode check_permissions_ahead(const ReplayState& state, const Request& request,
                                  const RequestContext& context, std::optional<std::size_t>& failed_part) {
    for (std::size_t i = 0; i < request.parts.size(); ++i)
        if (const ReplyCode code = check_permission(state, request.parts[i], context);
            code != ReplyCode::ok) {
            failed_part = i;
            return code;
        }
    return ReplyCode::ok;
}

ReplyCode apply_part(ReplayState& state, const RequestOperation& part, const RequestContext& context) {
    if (!context.rules.checks_multi_permissions_first)
        if (const ReplyCode code = check_permission(state, part, context); code != ReplyCode::ok)
            return code;
    return apply_operation(state, part, context);
}

} // namespace

ReplyCode apply_multi(ReplayState& state, const Request& request, const RequestContext& context,
                      std::optional<std::size_t>& failed_part) {
    if (context.rules.checks_multi_permissions_first)
        if (const ReplyCode code = check_permissions_ahead(state, request, context, failed_part);
            code != ReplyCode::ok)
            return code;
    state.begin_multi();
    for (std::size_t i = 0; i < request.parts.size(); ++i)
        if (const ReplyCode code = apply_part(state, request.parts[i], context); code != ReplyCode::ok) {
            state.roll_back_multi();
            failed_part = i;
            return code;
        }
    state.commit_multi();
    return ReplyCode::ok;
}

} // namespace keeperfs::keeper
