#include "support/test_dir.h"

#include "keeperfs/base/error.h"
#include "keeperfs/inspect/data_places.h"
#include "keeperfs/recover/in_use.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <functional>

using namespace keeperfs;

namespace {

/// A socket on a free port of 127.0.0.1.
struct Listener {
    int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    std::uint16_t port = 0;

    Listener() {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto* any = reinterpret_cast<sockaddr*>(&address);
        REQUIRE(::bind(fd, any, sizeof address) == 0);
        REQUIRE(::listen(fd, 1) == 0);
        socklen_t size = sizeof address;
        ::getsockname(fd, any, &size);
        port = ntohs(address.sin_port);
    }
    ~Listener() { ::close(fd); }
};

ErrorKind kind_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.kind();
    }
    return ErrorKind::defect;
}

} // namespace

TEST_CASE("a server that holds the lock file of its directory is found, wherever the file lies") {
    auto& files = io::FileSystem::system();
    for (const char* place : {"coordination/status", "status"}) {
        CAPTURE(place);
        const test::TestDir dir;
        std::filesystem::create_directories(dir.path() / "coordination/log");
        std::filesystem::create_directory(dir.path() / "coordination/snapshots");
        const auto places = inspect::find_data_places(files, dir.file("coordination"));
        CHECK_NOTHROW(recover::refuse_locked(files, places));
        test::write_file(dir.path() / place, "PID: 1\n");
        CHECK_NOTHROW(recover::refuse_locked(files, places));
        const auto held = files.open_for_reading(dir.file(place));
        REQUIRE(held->try_lock());
        CHECK(kind_of([&] { recover::refuse_locked(files, places); }) == ErrorKind::in_use);
    }
}

TEST_CASE("a member that listens is running, and one that does not is not") {
    std::string endpoint;
    {
        const Listener listener;
        endpoint = fmt::format("127.0.0.1:{}", listener.port);
        const std::vector<keeper::ClusterServer> servers{{1, 0, "127.0.0.1:1", ""}, {2, 0, endpoint, ""}};
        CHECK(kind_of([&] { recover::refuse_listening(servers); }) == ErrorKind::in_use);
    }
    const std::vector<keeper::ClusterServer> servers{{2, 0, endpoint, ""}, {3, 0, "no address", ""}};
    CHECK_NOTHROW(recover::refuse_listening(servers));
}
