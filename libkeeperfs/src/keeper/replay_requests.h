#pragma once
// What each operation does to the tree (keeper-files 6).
#include "keeper/replay_state.h"

#include "keeperfs/keeper/replay.h"
#include "keeperfs/keeper/replay_rules.h"
#include "keeperfs/keeper/request.h"

#include <cstdint>
#include <optional>

namespace keeperfs::keeper {

/// By these a server itself removes nodes whose time is over, and empty containers.
namespace internal_session {
inline constexpr std::int64_t ttl = -2, containers = -3;
}

/// Who asks, and when.
struct RequestContext {
    std::int64_t session_id = 0, zxid = 0, time_ms = 0;
    const RuleSet& rules;
};

/// "/keeper" and what is below it, which clients cannot change.
bool is_system_path(Bytes path, const RuleSet& rules);

/// A server's own removal of a node whose time is over, or of an empty container: needs no permission.
bool is_own_removal(const RequestOperation& operation, std::int64_t session_id);

/// A node that is not there refuses nobody: the operation then fails for another reason.
ReplyCode check_permission(const ReplayState& state, const RequestOperation& operation,
                           const RequestContext& context);

/// Any operation but multi, auth and those on sessions; its permission has been checked. Changes nothing
/// unless it succeeds.
ReplyCode apply_operation(ReplayState& state, const RequestOperation& operation,
                          const RequestContext& context);

ReplyCode apply_create(ReplayState& state, const RequestOperation& operation, const RequestContext& context);
ReplyCode apply_remove(ReplayState& state, const RequestOperation& operation, const RequestContext& context);
ReplyCode apply_try_remove(ReplayState& state, const RequestOperation& operation,
                           const RequestContext& context);
ReplyCode apply_remove_recursive(ReplayState& state, const RequestOperation& operation,
                                 const RequestContext& context);
ReplyCode apply_set(ReplayState& state, const RequestOperation& operation, const RequestContext& context);
ReplyCode apply_set_acl(ReplayState& state, const RequestOperation& operation, const RequestContext& context);
/// check, check_not_exists, check_stat.
ReplyCode apply_any_check(const ReplayState& state, const RequestOperation& operation,
                          const RequestContext& context);

/// All or nothing. `failed_part` is set when it fails.
ReplyCode apply_multi(ReplayState& state, const Request& request, const RequestContext& context,
                      std::optional<std::size_t>& failed_part);

/// The session's nodes go, then the session, which need not exist.
void close_session(ReplayState& state, std::int64_t session_id);

/// A version that a client gives; -1 stands for any.
inline bool is_version(std::int32_t wanted, std::int32_t version) {
    return wanted == -1 || wanted == version;
}

/// Counters of a file can stand at the end of their range; servers' arithmetic wraps around.
inline void move_on(std::int32_t& counter, std::int32_t step = 1) {
    counter =
        static_cast<std::int32_t>(static_cast<std::uint32_t>(counter) + static_cast<std::uint32_t>(step));
}

} // namespace keeperfs::keeper
