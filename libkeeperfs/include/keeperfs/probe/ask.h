#pragma once
// Asks servers a four-letter word and says what came of it.
#include "keeperfs/net/connection.h"
#include "keeperfs/probe/answer.h"
#include "keeperfs/probe/outcome.h"

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::probe {

struct AskOptions {
    const net::TlsSettings* tls = nullptr; ///< nullptr: plain connections
    std::chrono::milliseconds connect_timeout{3000};
    std::chrono::milliseconds timeout{10'000}; ///< of each attempt, from the first packet to the last
    std::size_t largest_answer = 16UL * 1024 * 1024;
    /// More attempts after a failure that may pass. A word that changes something is only sent again where it
    /// cannot have arrived.
    unsigned retries = 0;
};

/// Bytes; enough to see what it was.
inline constexpr std::size_t most_kept_of_no_answer = 4096;

struct Reply {
    Outcome outcome = Outcome::ok;
    std::string text;    ///< what came, byte for byte; only the beginning where it is no answer
    Answer answer;       ///< for Outcome::ok
    std::string message; ///< what is wrong; empty for Outcome::ok
    std::string hint;    ///< what to do; may be empty
    std::chrono::milliseconds elapsed{0};
    unsigned attempts = 1;

    bool is_ok() const noexcept { return outcome == Outcome::ok; }
};

/// Never throws for what a server or the network does, only what io::throw_if_cancelled() throws. A server
/// that closes without an answer is asked further, to find out why.
KEEPERFS_EXPORT Reply ask(const net::Endpoint& server, std::string_view word, const AskOptions& options);
/// All at the same time; the replies stand in the order of the servers.
KEEPERFS_EXPORT std::vector<Reply> ask_all(std::span<const net::Endpoint> servers, std::string_view word,
                                           const AskOptions& options);

} // namespace keeperfs::probe
