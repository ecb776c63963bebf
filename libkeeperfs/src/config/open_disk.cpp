#include "keeperfs/config/open_disk.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/config/keeper_directories.h"

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

} // namespace

std::unique_ptr<storage::Disk> open_disk(const KeeperSettings& settings, const StoragePlace& place,
                                         const std::string& main_file,
                                         const storage::Environment& environment, io::FileSystem& files) {
    const DiskSettings* const disk = settings.disk(place.disk);
    if (disk == nullptr || disk->type == DiskType::local)
        return storage::local_disk(directory_of(settings, place, main_file), files);
    if (disk->type == DiskType::s3_plain)
        return storage::s3_plain_disk(with_keys(*disk, environment));
    if (disk->type == DiskType::s3)
        return storage::s3_disk(with_keys(*disk, environment),
                                {absolute(disk->metadata_path, main_file), disk->key_compatibility_prefix, {}},
                                files);
    throw Error(ErrorKind::bad_input, fmt::format("the disk {} is of type {}, which cannot be read",
                                                  escaped(disk->name), escaped(disk->type_name)))
        .file(main_file);
}

} // namespace keeperfs::config
