#pragma once
// From a response of HTTP to an answer, or to what is wrong.
#include "keeperfs/net/http.h"
#include "keeperfs/probe/ask_http.h"

namespace keeperfs::probe {

HttpReply read_response(const HttpQuestion& question, const net::HttpResponse& response);

/// The answer of /ready. 23.12 and 24.1 say of a leader and of a follower whether the server is it, which
/// becomes a role; later releases have role and hasLeader. All that stands there is kept.
Reading read_readiness(std::string_view json, Answer& into);

} // namespace keeperfs::probe
