#include "keeperfs/recover/in_use.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/open_files.h"
#include "keeperfs/net/connection.h"
#include "keeperfs/net/connection_error.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <map>

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
HeldLocks hold_locks(io::FileSystem& files, std::span<const std::string> directories) {
    std::map<std::string, std::string> locks; // each once: a second lock of one file would be refused
    for (std::string directory : directories)
        for (int above = 0; above <= 2; ++above, directory = io::directory_of(directory)) {
            const std::string lock = io::join(directory, "status");
            std::error_code ignored;
            if (files.is_regular_file(lock))
                locks.emplace(std::filesystem::weakly_canonical(lock, ignored).string(), lock);
        }
    HeldLocks held;
    for (const auto& [canonical, lock] : locks) {
        held.push_back(files.open_for_reading(lock));
        if (!held.back()->try_lock())
            throw Error(ErrorKind::in_use, "a running server holds this lock file")
                .file(lock)
                .hint("Nothing was written. Stop the server first.");
    }
    return held;
}

void refuse_locked(io::FileSystem& files, const inspect::DataPlaces& places) {
    std::vector<std::string> directories;
    for (const std::string& directory :
         {places.log_dir, places.snapshot_dir, io::directory_of(places.state_file)})
        if (!directory.empty())
            directories.push_back(directory);
    hold_locks(files, directories);
}

void refuse_open_files(std::span<const std::string> directories) {
    if (const auto held = io::find_open_file(directories))
        throw Error(ErrorKind::in_use, fmt::format("process {} has this file open", held->process))
            .file(held->path)
            .hint("Nothing was written. Stop the server first.");
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
