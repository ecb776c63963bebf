#include "keeperfs/net/connection.h"

#include "net/socket.h"
#include "net/tls.h"

#include "keeperfs/net/connection_error.h"

namespace keeperfs::net {

Connection::~Connection() = default;

std::unique_ptr<Connection> connect_to_one_of(std::span<const Address> addresses, const Deadline& deadline) {
    std::optional<ConnectionError> failure;
    std::size_t untried = addresses.size();
    for (const Address& address : addresses) {
        try {
            const auto share = deadline.left() / static_cast<std::int64_t>(untried--);
            return std::make_unique<Socket>(address, deadline.at_most(share));
        } catch (const ConnectionError& error) {
            // That one of the two protocols leads nowhere says less than what the other met.
            if (!failure || failure->cause() == Cause::unreachable)
                failure = error;
        }
    }
    throw ConnectionError(*failure);
}

std::unique_ptr<Connection> connect(const Endpoint& endpoint, const TlsSettings* tls,
                                    const Deadline& deadline) {
    auto socket = connect_to_one_of(resolve(endpoint, deadline), deadline);
    return tls == nullptr ? std::move(socket) : tls_over(std::move(socket), endpoint.host, *tls, deadline);
}

} // namespace keeperfs::net
