#pragma once
// A TCP socket that never blocks: every wait has a deadline and asks whether the program is to end.
#include "net/resolve.h"

#include "keeperfs/net/connection.h"

namespace keeperfs::net {

class Socket final : public Connection {
public:
    /// Connects. Throws ConnectionError.
    Socket(const Address& address, const Deadline& deadline);
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    ~Socket() override;

    void write(Bytes bytes, const Deadline& deadline) override;
    std::size_t read(std::span<std::uint8_t> into, const Deadline& deadline) override;

private:
    int fd_;
};

/// The first of several addresses that takes a connection. Each gets its share of the time, so that a dead
/// one leaves some for the next.
std::unique_ptr<Connection> connect_to_one_of(std::span<const Address> addresses, const Deadline& deadline);

} // namespace keeperfs::net
