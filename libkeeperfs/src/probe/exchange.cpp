#include "probe/exchange.h"

namespace keeperfs::probe {

namespace {

/// A TLS server that gets the four bytes of a word waits for a fifth, which a record's header has. So where
/// nothing comes for most of the time, a second connection finds out whether it is one.
std::size_t read_first(net::Connection& connection, std::span<std::uint8_t> into, const net::Endpoint& server,
                       const net::Deadline& deadline) {
    try {
        return connection.read(into, deadline.at_most(deadline.left() * 3 / 4));
    } catch (const net::ConnectionError& error) {
        if (error.cause() != net::Cause::timeout)
            throw;
    }
    if (net::speaks_tls(server, deadline.at_most(deadline.left() / 2)))
        throw net::ConnectionError(net::Cause::tls_mismatch, "this port speaks TLS",
                                   "Say --tls, or name the port for plain connections.");
    return connection.read(into, deadline);
}

void read_to_the_end(net::Connection& connection, std::size_t size, std::span<std::uint8_t> buffer,
                     std::size_t largest, const net::Deadline& deadline, Exchange& into) {
    for (; size > 0; size = connection.read(buffer, deadline)) {
        into.text += as_text(buffer.first(size));
        if (into.text.size() > largest) {
            into.is_too_long = true;
            into.text.resize(largest);
            return;
        }
    }
}

} // namespace

Exchange exchange(const net::Endpoint& server, std::string_view word, const AskOptions& options,
                  const net::Deadline& deadline) {
    Exchange got;
    try {
        const auto connection = net::connect(server, options.tls, deadline.at_most(options.connect_timeout));
        connection->write(as_bytes(word), deadline);
        got.was_sent = true;
        std::vector<std::uint8_t> buffer(64UL * 1024);
        const std::size_t first = options.tls == nullptr ? read_first(*connection, buffer, server, deadline)
                                                         : connection->read(buffer, deadline);
        read_to_the_end(*connection, first, buffer, options.largest_answer, deadline, got);
    } catch (const net::ConnectionError& error) {
        got.failure = error;
    }
    return got;
}

} // namespace keeperfs::probe
