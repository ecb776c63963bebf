#pragma once
// Asks servers over HTTP: the control port of Keeper, and its endpoint for Prometheus.
#include "keeperfs/base/json_writer.h"
#include "keeperfs/probe/ask.h"
#include "keeperfs/probe/metrics.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::probe {

enum class HttpEndpoint : std::uint8_t { ready, dashboard, commands, storage, jemalloc, metrics };

struct HttpQuestion {
    HttpEndpoint endpoint = HttpEndpoint::ready;
    std::string name; ///< "ready", ...
    std::string path; ///< "/ready"; a configuration can name another one
};

/// One for each endpoint, in the order of the enumeration.
KEEPERFS_EXPORT std::span<const HttpQuestion> http_questions();

struct HttpReply {
    Reply reply;    ///< `answer` has no fields for HttpEndpoint::metrics
    int status = 0; ///< of HTTP; 0: no whole response came
    std::vector<Sample> samples;
};

/// As ask() does it: with AskOptions, and a reply whatever happens.
KEEPERFS_EXPORT HttpReply ask_http(const net::Endpoint& server, const HttpQuestion& question,
                                   const AskOptions& options);
/// All at the same time; every question to the first server, then to the second.
KEEPERFS_EXPORT std::vector<HttpReply> ask_all_http(std::span<const net::Endpoint> servers,
                                                    std::span<const HttpQuestion> questions,
                                                    const AskOptions& options);

/// An object: host, endpoint, path, status, and what add_reply() writes.
KEEPERFS_EXPORT void add_http_reply(JsonWriter& json, const net::Endpoint& server,
                                    const HttpQuestion& question, const HttpReply& reply);

} // namespace keeperfs::probe
