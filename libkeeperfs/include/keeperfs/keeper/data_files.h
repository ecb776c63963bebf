#pragma once
// What lies on a Keeper's disks, by name.
#include "keeperfs/export.h"
#include "keeperfs/keeper/changelog.h"
#include "keeperfs/storage/disk.h"

#include <cstdint>
#include <string>
#include <vector>

namespace keeperfs::keeper {

struct SnapshotFile {
    storage::Entry entry;
    std::uint64_t index = 0;
    bool has_marker = false; ///< "tmp_<name>" beside it: a server from 23.x on deletes both at its start
};
struct ChangelogFile {
    storage::Entry entry;
    std::uint64_t from = 0, to = 0; ///< as the name says; `to` is a plan, not a fact
    ChangelogCodec codec = ChangelogCodec::plain;
    bool has_marker = false;
};

struct DataFiles {
    std::vector<SnapshotFile> snapshots;   ///< by index, then by name
    std::vector<ChangelogFile> changelogs; ///< by first index, then by name
    std::vector<storage::Entry> states;    ///< state, state-OLD
    std::vector<storage::Entry> markers;   ///< every tmp_ file, also STATE_COPY_LOCK
    std::vector<storage::Entry> foreign;   ///< everything else
};

/// Sorted by number, not by text. A changelog's codec follows its extension.
KEEPERFS_EXPORT DataFiles list_data_files(storage::Disk& disk);

} // namespace keeperfs::keeper
