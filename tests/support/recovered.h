#pragma once
// A directory with other members, and what it then holds.
#include "support/keeper_tree.h"
#include "support/test_dir.h"

#include "keeperfs/keeper/changelog_reader.h"
#include "keeperfs/keeper/replay_directory.h"
#include "keeperfs/recover/choice.h"
#include "keeperfs/recover/membership.h"
#include "keeperfs/recover/recovery.h"
#include "keeperfs/recover/survivors.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace keeperfs::test {

inline keeper::ReplayedDirectory replayed(const std::string& directory) {
    const inspect::DataPlaces places = inspect::find_data_places(io::FileSystem::system(), directory);
    const auto disk = [](const std::string& place) {
        return place.empty() ? storage::memory_disk() : storage::local_disk(place);
    };
    return keeper::replay_directory(*disk(places.snapshot_dir), *disk(places.log_dir), {});
}

struct OwnedRecord {
    std::uint64_t term = 0;
    keeper::RecordType type{};
    std::string blob;
    bool operator==(const OwnedRecord&) const = default;
};

/// Every record with a right checksum, by its index.
inline std::map<std::uint64_t, OwnedRecord> records_in(const std::string& directory) {
    std::map<std::uint64_t, OwnedRecord> records;
    const inspect::DataPlaces places = inspect::find_data_places(io::FileSystem::system(), directory);
    const auto disk = storage::local_disk(places.log_dir);
    for (const keeper::ChangelogFile& log : keeper::list_data_files(*disk).changelogs) {
        const auto file = disk->open(log.entry.name);
        keeper::ChangelogReader reader(*file, log.codec);
        for (keeper::ChangelogRecord record; reader.next(record);)
            records[record.index] = {record.term, record.type, std::string(as_text(record.blob))};
    }
    return records;
}

/// One survivor, recovered to a new place.
struct Recovered {
    TestDir dir;
    recover::Recovery recovery;
    recover::RecoveryProof proof;

    Recovered(const std::string& survivor, const recover::RecoveryWish& wish,
              io::FileSystem& files = io::FileSystem::system()) {
        const recover::Survivors found = recover::find_survivors(io::FileSystem::system(), {{survivor}});
        recovery = recover::plan_recovery(found.scans, found.best().log, wish);
        proof = recover::execute_recovery(files, found.scans, recovery, place());
    }
    std::string place() const { return dir.file("recovered"); }
};

inline recover::RecoveryWish alone(std::string_view server, std::optional<recover::Way> way = std::nullopt) {
    return {{recover::parse_server(server)}, way};
}

} // namespace keeperfs::test
