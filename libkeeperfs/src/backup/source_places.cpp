#include "keeperfs/backup/source_places.h"

#include "keeperfs/config/keeper_directories.h"
#include "keeperfs/config/open_disk.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/storage/disk_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace keeperfs::backup {

namespace {

class Configured {
public:
    Configured(const config::KeeperSettings& settings, const std::string& main_file,
               const storage::Environment& environment)
        : settings_(settings), main_file_(main_file), environment_(environment) {}

    SourcePlaces places() {
        places_.log_dirs = directories(config::places_of_logs(settings_));
        places_.snapshot_dirs = directories(config::places_of_snapshots(settings_));
        places_.state_file = io::join(directory(settings_.state), "state");
        return std::move(places_);
    }

private:
    const config::KeeperSettings& settings_;
    const std::string& main_file_;
    const storage::Environment& environment_;
    SourcePlaces places_;

    /// Each once.
    std::vector<std::string> directories(const std::vector<config::StoragePlace>& places) {
        std::vector<std::string> all;
        for (const config::StoragePlace& place : places)
            if (std::string found = directory(place); std::ranges::find(all, found) == all.end())
                all.push_back(std::move(found));
        return all;
    }
    std::string directory(const config::StoragePlace& place) {
        if (auto local = config::local_directory_of(settings_, place, main_file_))
            return std::move(*local);
        SourceDisk opened;
        opened.disk = storage::read_only(config::open_disk(settings_, place, main_file_, environment_));
        opened.name = place.disk;
        opened.description = storage::directory_name(*opened.disk);
        if (const config::DiskSettings* disk = settings_.disk(place.disk); disk->type == config::DiskType::s3)
            opened.description = fmt::format("{} (metadata in {})", disk->endpoint, opened.description);
        return places_.add_disk(std::move(opened));
    }
};

} // namespace

std::string SourcePlaces::add_disk(SourceDisk disk) {
    std::string directory = storage::directory_name(*disk.disk);
    disks.try_emplace(directory, std::move(disk));
    return directory;
}

std::vector<std::string> SourcePlaces::described(const std::vector<std::string>& directories) const {
    std::vector<std::string> all;
    for (const std::string& directory : directories) {
        const auto disk = disks.find(directory);
        all.push_back(disk == disks.end() ? directory : disk->second.description);
    }
    return all;
}

SourcePlaces configured_places(const config::KeeperSettings& settings, const std::string& main_file,
                               const storage::Environment& environment) {
    return Configured(settings, main_file, environment).places();
}

} // namespace keeperfs::backup
