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

std::vector<std::string> directories(const KeeperSettings& settings, const std::vector<StoragePlace>& places,
                                     const std::string& main_file) {
    std::vector<std::string> found;
    for (const StoragePlace& place : places)
        if (std::string path = directory_of(settings, place, main_file);
            std::ranges::find(found, path) == found.end())
            found.push_back(std::move(path));
    return found;
}

std::vector<StoragePlace> joined(const StoragePlace& usual, const StoragePlace& latest,
                                 const std::vector<StoragePlace>& old) {
    std::vector<StoragePlace> places{usual, latest};
    places.insert(places.end(), old.begin(), old.end());
    return places;
}

} // namespace

std::string directory_of(const KeeperSettings& settings, const StoragePlace& place,
                         const std::string& main_file) {
    const std::string path = place.disk.empty() ? place.path : on_disk(settings, place, main_file);
    return path.starts_with('/') ? path : io::join(io::directory_of(main_file), path);
}

std::vector<StoragePlace> places_of_logs(const KeeperSettings& settings) {
    return joined(settings.logs, settings.latest_log, settings.old_logs);
}

std::vector<StoragePlace> places_of_snapshots(const KeeperSettings& settings) {
    return joined(settings.snapshots, settings.latest_snapshot, settings.old_snapshots);
}

std::optional<std::string> local_directory_of(const KeeperSettings& settings, const StoragePlace& place,
                                              const std::string& main_file) {
    const DiskSettings* disk = settings.disk(place.disk);
    if (!place.disk.empty() && (disk == nullptr || disk->type != DiskType::local))
        return std::nullopt;
    std::string directory = directory_of(settings, place, main_file);
    while (directory.size() > 1 && directory.ends_with('/'))
        directory.pop_back();
    return directory;
}

KeeperDirectories directories_of(const KeeperSettings& settings, const std::string& main_file) {
    return {directories(settings, places_of_logs(settings), main_file),
            directories(settings, places_of_snapshots(settings), main_file),
            io::join(directory_of(settings, settings.state, main_file), "state")};
}

} // namespace keeperfs::config
