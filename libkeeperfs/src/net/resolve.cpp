#include "net/resolve.h"

#include "keeperfs/base/text.h"
#include "keeperfs/io/cancel.h"
#include "keeperfs/net/connection_error.h"

#include <netdb.h>

#include <condition_variable>
#include <cstring>
#include <mutex>
#include <thread>

namespace keeperfs::net {

namespace {

using namespace std::chrono_literals;

struct Looked {
    int problem = EAI_FAIL;
    std::vector<Address> addresses;
};

Looked look_up(const Endpoint& endpoint, int flags) {
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = flags | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    Looked looked;
    looked.problem =
        ::getaddrinfo(endpoint.host.c_str(), std::to_string(endpoint.port).c_str(), &wanted, &found);
    if (looked.problem != 0)
        return looked;
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);
    for (const addrinfo* info = found; info != nullptr; info = info->ai_next) {
        Address& address = looked.addresses.emplace_back();
        address.size = std::min<socklen_t>(info->ai_addrlen, sizeof address.place);
        std::memcpy(&address.place, info->ai_addr, address.size);
    }
    return looked;
}

/// Shared with a thread that may outlast the wait for it.
struct Lookup {
    std::mutex mutex;
    std::condition_variable done;
    std::optional<Looked> looked;
};

/// A resolver that waits for a name server cannot be interrupted: it is left alone when time is up.
std::optional<Looked> look_up_in_time(const Endpoint& endpoint, const Deadline& deadline) {
    const auto lookup = std::make_shared<Lookup>();
    std::thread([lookup, endpoint] {
        // Without AI_ADDRCONFIG, which hides ::1 where only IPv4 leads to a network.
        Looked looked = look_up(endpoint, 0);
        const std::scoped_lock lock(lookup->mutex);
        lookup->looked = std::move(looked);
        lookup->done.notify_all();
    }).detach();
    std::unique_lock lock(lookup->mutex);
    constexpr auto slice = 50ms;
    while (!lookup->looked && !deadline.has_passed()) {
        lookup->done.wait_for(lock, std::min<std::chrono::milliseconds>(slice, deadline.left()));
        io::throw_if_cancelled();
    }
    return std::move(lookup->looked);
}

} // namespace

std::vector<Address> resolve(const Endpoint& endpoint, const Deadline& deadline) {
    if (Looked numeric = look_up(endpoint, AI_NUMERICHOST); numeric.problem == 0)
        return std::move(numeric.addresses);
    std::optional<Looked> looked = look_up_in_time(endpoint, deadline);
    if (!looked)
        throw ConnectionError(Cause::name_not_found, "the name server does not answer in time",
                              "Give the address, or see to the resolver of this machine.");
    if (looked->problem == EAI_AGAIN)
        throw ConnectionError(Cause::name_not_found, "the name server does not answer",
                              "Give the address, or see to the resolver of this machine.");
    if (looked->problem != 0 || looked->addresses.empty())
        throw ConnectionError(Cause::name_not_found, "there is no host of this name",
                              "Is it spelt right, and known to the resolver of this machine?");
    return std::move(looked->addresses);
}

} // namespace keeperfs::net
