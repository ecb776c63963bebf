#include "net/socket.h"

#include "keeperfs/io/cancel.h"
#include "keeperfs/net/connection_error.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace keeperfs::net {

namespace {

using namespace std::chrono_literals;

ConnectionError failure_of(int error) {
    switch (error) {
    case ECONNREFUSED:
        return {Cause::connection_refused, "connection refused: nobody listens on this port",
                "Is the server running, and is this its client port (tcp_port of Keeper, 9181; "
                "clientPort of ZooKeeper, 2181)?"};
    case ECONNRESET:
    case EPIPE:
        return {Cause::cut_short, "the server reset the connection"};
    case ETIMEDOUT:
        return {Cause::timeout, "the host does not answer"};
    default:
        return {Cause::unreachable, "no connection: " + std::generic_category().message(error),
                "Is the address right, and is there a network and no firewall between?"};
    }
}

/// False when the deadline has passed.
bool wait(int fd, short events, const Deadline& deadline) {
    constexpr std::chrono::milliseconds slice = 50ms; // how long a signal may go unnoticed
    for (;;) {
        io::throw_if_cancelled();
        pollfd asked{fd, events, 0};
        const int ready = ::poll(&asked, 1, static_cast<int>(std::min(slice, deadline.left()).count()));
        if (ready > 0)
            return true;
        if (ready < 0 && errno != EINTR)
            throw failure_of(errno);
        if (deadline.has_passed())
            return false;
    }
}

} // namespace

Socket::Socket(const Address& address, const Deadline& deadline)
    : fd_(::socket(address.place.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
    if (fd_ < 0)
        throw failure_of(errno);
    try {
        const int yes = 1;
        ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address.place), address.size) == 0)
            return;
        if (errno != EINPROGRESS)
            throw failure_of(errno);
        if (!wait(fd_, POLLOUT, deadline))
            throw ConnectionError(Cause::timeout, "the host does not answer",
                                  "Is it up, and is there no firewall that drops packets?");
        int problem = 0;
        socklen_t size = sizeof problem;
        if (::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &problem, &size) != 0)
            problem = errno;
        if (problem != 0)
            throw failure_of(problem);
    } catch (...) {
        ::close(fd_);
        throw;
    }
}

Socket::~Socket() { ::close(fd_); }

void Socket::write(Bytes bytes, const Deadline& deadline) {
    while (!bytes.empty()) {
        // A peer that is gone is an error of this call, not a signal.
        const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent >= 0)
            bytes = bytes.subspan(static_cast<std::size_t>(sent));
        else if (errno == EAGAIN) {
            if (!wait(fd_, POLLOUT, deadline))
                throw ConnectionError(Cause::timeout, "the server takes nothing more");
        } else if (errno != EINTR)
            throw failure_of(errno);
    }
}

std::size_t Socket::read(std::span<std::uint8_t> into, const Deadline& deadline) {
    for (;;) {
        if (!wait(fd_, POLLIN, deadline))
            throw ConnectionError(Cause::timeout, "no answer in time");
        const ssize_t got = ::recv(fd_, into.data(), into.size(), 0);
        if (got >= 0)
            return static_cast<std::size_t>(got);
        if (errno != EAGAIN && errno != EINTR)
            throw failure_of(errno);
    }
}

} // namespace keeperfs::net
