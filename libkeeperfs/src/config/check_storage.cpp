// Disks and directories, as the configuration names them.
#include "config/checkup.h"

#include "keeperfs/base/text.h"
#include "keeperfs/config/keeper_directories.h"
#include "keeperfs/io/filesystem.h"

namespace keeperfs::config {

namespace {

std::vector<StoragePlace> used_places(const KeeperSettings& keeper) {
    std::vector<StoragePlace> places = places_of_logs(keeper);
    for (const StoragePlace& place : places_of_snapshots(keeper))
        places.push_back(place);
    places.push_back(keeper.state);
    return places;
}

void check_disk(Checkup& checkup, const DiskSettings& disk, const std::string& used_by) {
    const std::string name = escaped(disk.name);
    if (disk.type == DiskType::other)
        checkup.add(
            "disk.unusable-type", used_by,
            fmt::format("the disk {} has the type {}, which Keeper skips", name, escaped(disk.type_name)),
            "It must be local, s3_plain or s3.");
    else if (disk.type == DiskType::local && disk.path.empty())
        checkup.add("disk.incomplete", used_by, fmt::format("the local disk {} has no path", name));
    else if (disk.type != DiskType::local && disk.type != DiskType::other && disk.endpoint.empty())
        checkup.add("disk.incomplete", used_by,
                    fmt::format("the disk {} of type {} has no endpoint", name, escaped(disk.type_name)),
                    "It is the URL of the bucket with the prefix of the keys.");
    if (disk.type == DiskType::local && !disk.path.empty() && !disk.path.ends_with('/'))
        checkup.add("disk.path-without-slash", disk.key + ".path",
                    fmt::format("the path of the disk {} does not end in a slash", name), "Add it.");
}

std::string where(const DiskSettings& disk) {
    std::string place = disk.type == DiskType::local ? disk.path : disk.endpoint;
    while (place.size() > 1 && place.ends_with('/'))
        place.pop_back();
    return place;
}

/// Two names for one place: what is moved from one to the other is deleted there.
void check_same_place(Checkup& checkup, const std::set<std::string>& used) {
    std::map<std::string, std::string> owners;
    for (const std::string& name : used) {
        const DiskSettings* disk = checkup.keeper().disk(name);
        if (disk == nullptr || where(*disk).empty())
            continue;
        const auto [other, is_new] = owners.emplace(where(*disk), name);
        if (!is_new)
            checkup.add("disk.same-place", disk->key,
                        fmt::format("the disks {} and {} lead to one place, {}: files moved between them are "
                                    "lost",
                                    escaped(other->second), escaped(name), escaped(other->first)),
                        "Leave one of them.");
    }
}

void check_overridden(Checkup& checkup) {
    for (const char* what : {"log", "snapshot"}) {
        const std::string path = fmt::format("{}_storage_path", what),
                          disk = fmt::format("{}_storage_disk", what);
        if (checkup.configuration().has(below(keeper_section, path)) &&
            checkup.configuration().has(below(keeper_section, disk)))
            checkup.add("disk.overridden", below(keeper_section, disk),
                        fmt::format("{} counts, and {} is not read", path, disk), "Leave one of them.");
    }
}

std::string without_slash(std::string path) {
    while (path.size() > 1 && path.ends_with('/'))
        path.pop_back();
    return path;
}

void check_rocksdb(Checkup& checkup) {
    const std::string key = below(keeper_section, "rocksdb_path");
    const std::string wiped = without_slash(checkup.text(key));
    if (wiped.empty())
        return;
    for (const StoragePlace& place : used_places(checkup.keeper()))
        if (const std::string path = without_slash(place.path);
            path == wiped || path.starts_with(wiped == "/" ? wiped : wiped + "/"))
            checkup.add("storage.rocksdb-wipes", key,
                        fmt::format("each start empties {}, in which {} lies", escaped(wiped), escaped(path)),
                        "Give RocksDB a directory of its own.");
}

void check_state_inside(Checkup& checkup) {
    const StoragePlace& state = checkup.keeper().state;
    const std::string written = checkup.text(state.key);
    if (!state.path.empty() && written.ends_with('/') && state.path == without_slash(written) &&
        state.key != below(keeper_section, "storage_path"))
        checkup.add(
            "storage.state-inside", state.key,
            fmt::format("because of the slash at its end, the raft state lies in {} itself, not beside "
                        "it",
                        escaped(written)),
            "Set storage_path, or leave the slash out before the first start.");
}

} // namespace

void check_disks(Checkup& checkup) {
    std::set<std::string> used;
    for (const StoragePlace& place : used_places(checkup.keeper())) {
        if (place.disk.empty() || !used.insert(place.disk).second)
            continue;
        if (const DiskSettings* disk = checkup.keeper().disk(place.disk))
            check_disk(checkup, *disk, place.key);
        else
            checkup.add("disk.unknown", place.key,
                        fmt::format("the disk {} is not defined", escaped(place.disk)),
                        fmt::format("Define it in {}.", disks_section));
    }
    check_same_place(checkup, used);
    check_overridden(checkup);
}

void check_storage(Checkup& checkup) {
    const KeeperSettings& keeper = checkup.keeper();
    for (const StoragePlace& place : used_places(keeper))
        if (!place.path.empty() && !place.path.starts_with('/'))
            checkup.add("storage.relative", place.key.empty() ? "path" : place.key,
                        fmt::format("the path {} depends on the directory in which the server is started",
                                    escaped(place.key.empty() ? place.path : checkup.text(place.key))),
                        "Give the whole path.");
    if (!keeper.logs.path.empty() && without_slash(keeper.logs.path) == without_slash(keeper.snapshots.path))
        checkup.add(
            "storage.same-directory", keeper.snapshots.key,
            fmt::format("logs and snapshots both go to {}: releases to 23.10 do not start on a snapshot "
                        "among the logs",
                        escaped(keeper.logs.path)),
            "Give each a directory of its own.");
    check_rocksdb(checkup);
    check_state_inside(checkup);
}

} // namespace keeperfs::config
