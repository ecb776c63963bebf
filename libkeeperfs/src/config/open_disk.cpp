#include "keeperfs/config/open_disk.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/config/keeper_directories.h"

#include <algorithm>
#include <utility>

namespace keeperfs::config {

namespace {

storage::S3Settings with_keys(const DiskSettings& disk, const storage::Environment& environment) {
    storage::S3Settings s3 = disk.s3;
    if (!s3.credentials && disk.takes_keys_from_environment)
        s3.credentials = storage::find_s3_credentials(environment);
    return s3;
}

/// As for directories: where the server was started is not known.
std::string absolute(const std::string& path, const std::string& main_file) {
    return path.starts_with('/') ? path : io::join(io::directory_of(main_file), path);
}

/// Each place once.
std::unique_ptr<storage::Disk> open_all(const KeeperSettings& settings, std::vector<StoragePlace> places,
                                        const std::string& main_file,
                                        const storage::Environment& environment) {
    std::vector<std::unique_ptr<storage::Disk>> disks;
    std::vector<std::string> seen;
    for (const StoragePlace& place : places) {
        auto disk = storage::read_only(open_disk(settings, place, main_file, environment));
        const std::string where = disk->place("");
        if (std::ranges::find(seen, where) != seen.end())
            continue;
        seen.push_back(where);
        disks.push_back(std::move(disk));
    }
    return storage::union_disk(std::move(disks));
}

/// In which a server reads them (keeper/Changelog.cpp, KeeperSnapshotManager.cpp): old ones, the usual place,
/// that of the latest file.
std::vector<StoragePlace> in_order(const StoragePlace& usual, const StoragePlace& latest,
                                   std::vector<StoragePlace> places) {
    places.push_back(usual);
    places.push_back(latest);
    return places;
}

} // namespace

std::unique_ptr<storage::Disk> open_disk(const KeeperSettings& settings, const StoragePlace& place,
                                         const std::string& main_file,
                                         const storage::Environment& environment,
                                         std::optional<unsigned> metadata_version) {
    const DiskSettings* const disk = settings.disk(place.disk);
    if (disk == nullptr || disk->type == DiskType::local)
        return storage::local_disk(directory_of(settings, place, main_file));
    if (disk->type == DiskType::s3_plain)
        return storage::s3_plain_disk(with_keys(*disk, environment));
    if (disk->type == DiskType::s3)
        return storage::s3_disk(
            with_keys(*disk, environment),
            {absolute(disk->metadata_path, main_file), disk->key_compatibility_prefix, metadata_version});
    throw Error(ErrorKind::bad_input, fmt::format("the disk {} is of type {}, which cannot be read",
                                                  escaped(disk->name), escaped(disk->type_name)))
        .file(main_file);
}

std::unique_ptr<storage::Disk> open_logs(const KeeperSettings& settings, const std::string& main_file,
                                         const storage::Environment& environment) {
    auto places = in_order(settings.logs, settings.latest_log, settings.old_logs);
    std::reverse(places.begin(), places.end()); // the last one that is read counts
    return open_all(settings, std::move(places), main_file, environment);
}

std::unique_ptr<storage::Disk> open_snapshots(const KeeperSettings& settings, const std::string& main_file,
                                              const storage::Environment& environment) {
    return open_all(settings, in_order(settings.snapshots, settings.latest_snapshot, settings.old_snapshots),
                    main_file, environment);
}

std::unique_ptr<storage::Disk> open_state(const KeeperSettings& settings, const std::string& main_file,
                                          const storage::Environment& environment) {
    return open_all(settings, {settings.state}, main_file, environment);
}

} // namespace keeperfs::config
