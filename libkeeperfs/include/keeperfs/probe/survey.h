#pragma once
// Asks servers what there is to know of them.
#include "keeperfs/probe/server_view.h"

namespace keeperfs::probe {

/// Sends srvr, mntr, lgif and conf, as far as the server answers. All of it ends by the timeout of the
/// options, or by one for each of their attempts. Throws what io::throw_if_cancelled() throws, nothing else.
KEEPERFS_EXPORT ServerView survey(const net::Endpoint& server, const AskOptions& options);
/// All at the same time; the views stand in the order of the servers.
KEEPERFS_EXPORT std::vector<ServerView> survey_all(std::span<const net::Endpoint> servers,
                                                   const AskOptions& options);

} // namespace keeperfs::probe
