#include "keeperfs/recover/in_use.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/net/connection.h"
#include "keeperfs/net/connection_error.h"

#include <fmt/format.h>

#include <chrono>
#include <set>

namespace keeperfs::recover {

namespace {

constexpr std::chrono::seconds patience{1};

bool somebody_listens(const std::string& endpoint) {
    try {
        net::connect(net::parse_endpoint(endpoint), nullptr, net::Deadline(patience));
        return true;
    } catch (const net::ConnectionError&) {
        return false;
    } catch (const Error& error) {
        // The members of a damaged file may have any text for an address.
        if (error.kind() != ErrorKind::usage)
            throw;
        return false;
    }
}

} // namespace

// Both ClickHouse and clickhouse-keeper hold a flock on `status` in their data directory, which is the one
// above coordination/ or the one that holds log and snapshots (src/Common/StatusFile.cpp,
// programs/keeper/Keeper.cpp).
void refuse_locked(io::FileSystem& files, const inspect::DataPlaces& places) {
    std::set<std::string> directories;
    for (const std::string& directory :
         {places.log_dir, places.snapshot_dir, io::directory_of(places.state_file)})
        if (!directory.empty())
            directories.insert(
                {directory, io::directory_of(directory), io::directory_of(io::directory_of(directory))});
    for (const std::string& directory : directories) {
        const std::string lock = io::join(directory, "status");
        if (files.is_regular_file(lock) && !files.open_for_reading(lock)->try_lock())
            throw Error(ErrorKind::in_use, "a running server holds this lock file")
                .file(lock)
                .hint("Nothing was written. Stop the server first.");
    }
}

void refuse_listening(std::span<const keeper::ClusterServer> servers) {
    for (const keeper::ClusterServer& server : servers)
        if (somebody_listens(server.endpoint))
            throw Error(ErrorKind::in_use,
                        fmt::format("something listens at {}, the raft address of member {}",
                                    escaped(server.endpoint), server.id))
                .hint("Nothing was written. Stop the server there first; --no-port-check passes over this.");
}

} // namespace keeperfs::recover
