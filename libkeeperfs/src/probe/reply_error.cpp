#include "probe/reply_error.h"

#include <fmt/format.h>

namespace keeperfs::probe {

Error error_of(const net::Endpoint& server, const Reply& reply) {
    Error error(ErrorKind::unreachable, fmt::format("{}: {}", net::text_of(server), reply.message));
    if (!reply.hint.empty())
        error.hint(reply.hint);
    return error;
}

const Reply& answered(const net::Endpoint& server, const Reply& reply) {
    if (!reply.is_ok())
        throw error_of(server, reply);
    return reply;
}

} // namespace keeperfs::probe
