#include "keeperfs/config/keeper_directories.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/filesystem.h"

namespace keeperfs::config {

namespace {

std::string on_disk(const KeeperSettings& settings, const StoragePlace& place, const std::string& main_file) {
    const DiskSettings* disk = settings.disk(place.disk);
    if (disk == nullptr)
        throw Error(ErrorKind::bad_input,
                    fmt::format("{} names the disk {}, which is not defined", place.key, escaped(place.disk)))
            .file(main_file)
            .hint(fmt::format("Define it as storage_configuration.disks.{}.", escaped(place.disk)));
    if (disk->type != DiskType::local)
        throw Error(ErrorKind::refused, fmt::format("{} names the disk {} of type {}, and only local disks "
                                                    "can be read",
                                                    place.key, escaped(disk->name), escaped(disk->type_name)))
            .file(main_file)
            .hint("Copy its files to a directory, and name that one.");
    return disk->path;
}

void add_once(std::vector<std::string>& directories, std::string directory) {
    if (std::ranges::find(directories, directory) == directories.end())
        directories.push_back(std::move(directory));
}

} // namespace

std::string directory_of(const KeeperSettings& settings, const StoragePlace& place,
                         const std::string& main_file) {
    const std::string path = place.disk.empty() ? place.path : on_disk(settings, place, main_file);
    return path.starts_with('/') ? path : io::join(io::directory_of(main_file), path);
}

KeeperDirectories directories_of(const KeeperSettings& settings, const std::string& main_file) {
    KeeperDirectories directories;
    const auto add = [&](std::vector<std::string>& to, const StoragePlace& place) {
        add_once(to, directory_of(settings, place, main_file));
    };
    add(directories.logs, settings.logs);
    add(directories.logs, settings.latest_log);
    for (const StoragePlace& place : settings.old_logs)
        add(directories.logs, place);
    add(directories.snapshots, settings.snapshots);
    add(directories.snapshots, settings.latest_snapshot);
    for (const StoragePlace& place : settings.old_snapshots)
        add(directories.snapshots, place);
    directories.state_file = io::join(directory_of(settings, settings.state, main_file), "state");
    return directories;
}

} // namespace keeperfs::config
