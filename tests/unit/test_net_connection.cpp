#include "net/socket.h"

#include "keeperfs/net/connection_error.h"

#include <doctest/doctest.h>
#include <netinet/in.h>
#include <unistd.h>

using namespace keeperfs::net;
using namespace std::chrono_literals;

namespace {

/// A port of 127.0.0.1 that is held. `backlog`: how many connections wait; nullopt: nobody listens.
class Port {
public:
    explicit Port(std::optional<int> backlog) {
        sockaddr_in place{};
        place.sin_family = AF_INET;
        place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof place;
        ::bind(fd_, reinterpret_cast<const sockaddr*>(&place), size);
        if (backlog)
            ::listen(fd_, *backlog);
        ::getsockname(fd_, reinterpret_cast<sockaddr*>(&place), &size);
        address_ = resolve({"127.0.0.1", ntohs(place.sin_port)}, Deadline(1s)).front();
    }
    ~Port() { ::close(fd_); }
    Port(const Port&) = delete;
    Port& operator=(const Port&) = delete;

    const Address& address() const noexcept { return address_; }

private:
    int fd_ = ::socket(AF_INET, SOCK_STREAM, 0);
    Address address_;
};

/// Takes no connection and refuses none: its queue is full.
struct DeadPort {
    Port port{0};
    std::vector<std::unique_ptr<Socket>> waiting;

    DeadPort() {
        try {
            for (int i = 0; i < 16; ++i)
                waiting.push_back(std::make_unique<Socket>(port.address(), Deadline(100ms)));
        } catch (const ConnectionError&) {
            return; // it is full
        }
        FAIL("the queue has no end");
    }
};

Cause cause_of(std::initializer_list<Address> addresses) {
    try {
        connect_to_one_of(std::vector<Address>(addresses), Deadline(600ms));
    } catch (const ConnectionError& error) {
        return error.cause();
    }
    FAIL("there was a connection");
    return Cause::unreachable;
}

/// Of a family that no network here leads to.
Address unreachable() { return resolve({"2001:db8::1", 9181}, Deadline(1s)).front(); }

} // namespace

TEST_CASE("the next address of a name is tried where one refuses, leads nowhere or is silent") {
    const Port open(8), closed(std::nullopt);
    const DeadPort dead;
    for (const Address& first : {closed.address(), unreachable(), dead.port.address()})
        CHECK(connect_to_one_of(std::vector<Address>{first, open.address()}, Deadline(1s)) != nullptr);
}

TEST_CASE("of several failures the one that says most comes out") {
    const Port closed(std::nullopt);
    CHECK(cause_of({closed.address()}) == Cause::connection_refused);
    CHECK(cause_of({closed.address(), unreachable()}) == Cause::connection_refused);
    const DeadPort dead;
    CHECK(cause_of({dead.port.address(), closed.address()}) == Cause::timeout);
}
