#pragma once
// What lies on a Keeper's disks.
#include "keeperfs/export.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/keeper/changelog.h"
#include "keeperfs/migrate/layout.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::migrate {

/// A server from 23.7 on that finds this file deletes it, and with it the file whose name follows
/// (releases.md 4.4).
inline constexpr std::string_view marker_prefix = "tmp_";
inline std::string marker_of(std::string_view name) { return std::string(marker_prefix).append(name); }

struct StoredFile {
    FileKind kind{};
    std::size_t place = 0;
    std::string name;
    std::uint64_t bytes = 0;
    std::uint64_t from = 0, to = 0; ///< indices that the name says: of a snapshot the same; of a state 0
    bool has_marker = false;        ///< a server deletes it at its start
    keeper::ChangelogCodec codec{}; ///< of a log
};

struct OtherFile {
    std::size_t place = 0;
    std::string name;
    std::uint64_t bytes = 0;
};

struct KEEPERFS_EXPORT Inventory {
    std::vector<StoredFile> files;       ///< by kind, then in the order in which a server reads the disks
    std::vector<OtherFile> lone_markers; ///< beside no file: a server deletes them
    std::vector<OtherFile> leftovers;    ///< unfinished files of runs of these tools that died
    std::vector<OtherFile> foreign;      ///< what no server looks for there

    /// All files of that kind and name, in the order in which a server reads them.
    std::vector<const StoredFile*> copies(FileKind kind, std::string_view name) const;
    /// Without a marker, that with the greatest index; null: there is none.
    const StoredFile* newest(FileKind kind) const;
};

/// A local directory that is not there yet is empty.
KEEPERFS_EXPORT Inventory take_inventory(io::FileSystem& files, const Layout& layout);

} // namespace keeperfs::migrate
