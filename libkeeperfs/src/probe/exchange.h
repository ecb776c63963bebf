#pragma once
#include "keeperfs/net/connection_error.h"
#include "keeperfs/probe/ask.h"

#include <optional>

namespace keeperfs::probe {

/// What went over the wire.
struct Exchange {
    std::string text;                            ///< what came before the end, or before the failure
    std::optional<net::ConnectionError> failure; ///< nullopt: the server closed in an orderly way
    bool was_sent = false;
    bool is_too_long = false;

    bool is_silent() const noexcept {
        return was_sent && text.empty() && (!failure || failure->cause() == net::Cause::cut_short);
    }
};

/// Sends four bytes, without a line feed: unread, that would make the server's close a reset, which can
/// overtake the answer. Reads to the end.
Exchange exchange(const net::Endpoint& server, std::string_view word, const AskOptions& options,
                  const net::Deadline& deadline);

} // namespace keeperfs::probe
