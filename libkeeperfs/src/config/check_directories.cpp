// The directories on this machine: are they there, and do they hold only what a Keeper put there.
#include "config/checkup.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/config/keeper_directories.h"
#include "keeperfs/keeper/file_names.h"

namespace keeperfs::config {

namespace {

using BelongsThere = bool (*)(const io::DirectoryEntry&);

/// What else a Keeper leaves in them: the marks of writing and moving, the state where the rules put it
/// there.
bool is_of_any(const io::DirectoryEntry& entry) {
    return entry.name.starts_with("tmp_") || entry.name.starts_with("state") ||
           entry.name == "STATE_COPY_LOCK" || entry.name.starts_with(".");
}
bool is_of_logs(const io::DirectoryEntry& entry) {
    return is_of_any(entry) || keeper::parse_changelog_name(entry.name) ||
           (entry.kind == io::FileKind::directory && entry.name == "detached");
}
bool is_of_snapshots(const io::DirectoryEntry& entry) {
    return is_of_any(entry) || keeper::snapshot_index(entry.name);
}

void check_content(Checkup& checkup, io::FileSystem& files, const std::string& directory,
                   const std::string& key, BelongsThere belongs_there) {
    for (const io::DirectoryEntry& entry : files.list(directory))
        if (!belongs_there(entry))
            return checkup.add("storage.foreign-file", key,
                               fmt::format("{} holds {}, which is none of this Keeper's files",
                                           escaped(directory), escaped(entry.name)),
                               "Is it the right directory, and has the Keeper one of its own?");
}

void check_place(Checkup& checkup, io::FileSystem& files, const StoragePlace& place,
                 BelongsThere belongs_there) {
    const DiskSettings* disk = checkup.keeper().disk(place.disk);
    if (!place.disk.empty() && (disk == nullptr || disk->type != DiskType::local))
        return;
    const std::string directory = directory_of(checkup.keeper(), place, checkup.main_file());
    const std::string key = place.key.empty() ? std::string(keeper_section) : place.key;
    if (!files.exists(directory))
        checkup.add("storage.missing", key,
                    fmt::format("the directory {} is not there: the server makes it", escaped(directory)));
    else if (!files.is_directory(directory))
        checkup.add("storage.not-a-directory", key, fmt::format("{} is no directory", escaped(directory)),
                    "Name a directory; the server makes it.");
    else
        check_content(checkup, files, directory, key, belongs_there);
}

} // namespace

void check_directories(Checkup& checkup, io::FileSystem& files) {
    const KeeperSettings& keeper = checkup.keeper();
    const auto shared = keeper.logs == keeper.snapshots;
    check_place(checkup, files, keeper.logs, is_of_logs);
    if (keeper.latest_log != keeper.logs)
        check_place(checkup, files, keeper.latest_log, is_of_logs);
    if (!shared)
        check_place(checkup, files, keeper.snapshots, is_of_snapshots);
    if (keeper.latest_snapshot != keeper.snapshots)
        check_place(checkup, files, keeper.latest_snapshot, is_of_snapshots);
}

} // namespace keeperfs::config
