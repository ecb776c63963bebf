#include "data_directories.h"

#include "keeperfs/base/error.h"
#include "keeperfs/keeper/data_files.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <span>

using keeperfs::Error;
using keeperfs::ErrorKind;
namespace io = keeperfs::io;
namespace keeper = keeperfs::keeper;
namespace storage = keeperfs::storage;

namespace {

using HasFiles = std::function<bool(const keeper::DataFiles&)>;

void require_directory(const std::string& directory) {
    if (!io::FileSystem::system().is_directory(directory))
        throw Error(ErrorKind::bad_input, "there is no such directory").file(directory);
}

std::unique_ptr<storage::Disk> disk_of(const std::string& directory) {
    return storage::read_only(storage::local_disk(directory));
}

/// The directory itself or the first of those below that has such files; itself when none has.
std::unique_ptr<storage::Disk> search(const std::string& directory, std::span<const char* const> below,
                                      const HasFiles& has_files) {
    require_directory(directory);
    if (has_files(keeper::list_data_files(*disk_of(directory))))
        return disk_of(directory);
    for (const char* name : below) {
        const std::string candidate = io::join(directory, name);
        if (io::FileSystem::system().is_directory(candidate) &&
            has_files(keeper::list_data_files(*disk_of(candidate))))
            return disk_of(candidate);
    }
    return disk_of(directory);
}

std::unique_ptr<storage::Disk> chosen(const std::string& both, const std::string& own,
                                      std::span<const char* const> below, const HasFiles& has_files) {
    if (own.empty() && both.empty())
        throw Error(ErrorKind::usage, "name the directory of the Keeper's data, or both --snapshot-dir and "
                                      "--log-dir");
    if (own.empty())
        return search(both, below, has_files);
    require_directory(own);
    return disk_of(own);
}

} // namespace

void DataDirectories::add_to(CLI::App& app) {
    app.add_option("DIR", both, "The data directory, or one with snapshots and logs")->type_name("");
    app.add_option("--snapshot-dir", snapshots, "Where the snapshots lie")
        ->type_name("DIR")
        ->group("What to read");
    app.add_option("--log-dir", logs, "Where the changelogs lie")->type_name("DIR")->group("What to read");
    config.add_to(app, "DIR");
}

std::unique_ptr<storage::Disk> DataDirectories::snapshot_disk() const {
    if (snapshots.empty() && config.is_given())
        return config.snapshot_disk();
    constexpr const char* below[] = {"snapshots", "coordination/snapshots"};
    return chosen(both, snapshots, below,
                  [](const keeper::DataFiles& files) { return !files.snapshots.empty(); });
}

std::unique_ptr<storage::Disk> DataDirectories::log_disk() const {
    if (logs.empty() && config.is_given())
        return config.log_disk();
    constexpr const char* below[] = {"log", "logs", "coordination/log", "coordination/logs"};
    return chosen(both, logs, below,
                  [](const keeper::DataFiles& files) { return !files.changelogs.empty(); });
}
