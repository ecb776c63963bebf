#pragma once
// A connection to a server, plain or TLS.
#include "keeperfs/base/bytes.h"
#include "keeperfs/net/deadline.h"
#include "keeperfs/net/endpoint.h"
#include "keeperfs/net/tls_settings.h"

#include <memory>

namespace keeperfs::net {

/// Every call ends by its deadline, and soon after io::request_cancel(). Failures are ConnectionErrors.
class KEEPERFS_EXPORT Connection {
public:
    virtual ~Connection();
    virtual void write(Bytes bytes, const Deadline& deadline) = 0; ///< all of it
    /// At least one byte, or 0 when the peer closed in an orderly way.
    virtual std::size_t read(std::span<std::uint8_t> into, const Deadline& deadline) = 0;
};

/// Tries all addresses of the host, one after the other, each with its share of the time. `tls`: nullptr for
/// a plain connection; what it points to must outlive the connection.
KEEPERFS_EXPORT std::unique_ptr<Connection> connect(const Endpoint& endpoint, const TlsSettings* tls,
                                                    const Deadline& deadline);

/// Whether whatever listens there answers the beginning of a TLS handshake, be the handshake a success or
/// not.
KEEPERFS_EXPORT bool speaks_tls(const Endpoint& endpoint, const Deadline& deadline);

} // namespace keeperfs::net
