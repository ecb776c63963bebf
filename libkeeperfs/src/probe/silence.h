#pragma once
#include "probe/exchange.h"

namespace keeperfs::probe {

/// Why a server closed without an answer. Keeper does so for a word that it does not know, for one that its
/// allow list has not, and for one that failed (KeeperTCPHandler::tryExecuteFourLetterWordCmd), and ZooKeeper
/// for one that it does not know; the settings, the version and what else it answers tell them apart as far
/// as they can be.
Reply explain_silence(const net::Endpoint& server, std::string_view word, const AskOptions& options,
                      const net::Deadline& deadline);

} // namespace keeperfs::probe
