#pragma once
// What servers say over HTTP, beside what they say on the client port: more findings of an ensemble.
#include "keeperfs/probe/ask_http.h"
#include "keeperfs/probe/ensemble_findings.h"
#include "keeperfs/probe/server_view.h"

#include <optional>
#include <span>
#include <vector>

namespace keeperfs::probe {

/// `asked`: where the question went. nullopt: all is well, or the view says already that the server is not
/// there.
KEEPERFS_EXPORT std::optional<EnsembleFinding> judge_http(const ServerView& view, const net::Endpoint& asked,
                                                          const HttpQuestion& question,
                                                          const HttpReply& reply);

/// Asks HttpEndpoint::ready or ::metrics on the hosts of all servers, at the same time, on this port of
/// theirs.
KEEPERFS_EXPORT std::vector<EnsembleFinding> check_http(std::span<const ServerView> ensemble,
                                                        const HttpQuestion& question, std::uint16_t port,
                                                        const AskOptions& options);

} // namespace keeperfs::probe
