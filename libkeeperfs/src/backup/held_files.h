#pragma once
// A server's files as they were at one moment, although it goes on writing, renaming and removing them.
#include "backup/held_file.h"

#include "keeperfs/backup/source_places.h"
#include "keeperfs/inspect/data_places.h"
#include "keeperfs/io/virtual_files.h"
#include "keeperfs/keeper/data_files.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::backup {

/// All local files are opened at once and stay open: what is removed or renamed can be read to its end, and
/// what grows is as long as it was. A server only ever appends to its logs, and gives a snapshot its name, or
/// takes the marker away from it, when it is whole. Objects of a disk are never changed, but nothing can keep
/// them there: whoever has read them asks whether they are lost.
///
/// The names are listed before and behind: when they are the same, all of these files were there together.
class HeldFiles {
public:
    /// Error(in_use) when the files never stay the same for long enough.
    HeldFiles(io::FileSystem& files, const SourcePlaces& places);

    io::FileSystem& files() noexcept { return held_; }
    /// Under which all of them are found, also those of other directories.
    const inspect::DataPlaces& places() const noexcept { return places_; }
    /// SHA-256 of a file that was read from its first byte to its last; nullopt: it was not.
    std::optional<std::string> sha256_of(const std::string& path) const;
    /// Whether somebody has written, renamed or removed a local file since.
    bool have_changed() const;
    /// Whether a file of a disk is not there any more, or is another: what was read of it counts for nothing.
    bool are_lost() const;
    std::uint64_t bytes() const noexcept;

private:
    struct Listed {
        std::string directory;
        keeper::DataFiles files;
    };
    io::FileSystem& real_;
    SourcePlaces from_;
    io::VirtualFiles held_;
    inspect::DataPlaces places_;
    std::vector<std::shared_ptr<HeldFile>> all_;

    bool hold_all();
    void hold_logs();
    void hold_snapshots();
    void hold_state();
    void add(const std::string& directory, const storage::Entry& entry, const std::string& as);
    std::shared_ptr<storage::Disk> disk_of(const std::string& directory) const;
    std::optional<storage::Entry> stat(const std::string& directory, const std::string& path) const;
    std::vector<Listed> list(const std::vector<std::string>& directories) const;
    std::vector<std::string> names() const;
};

} // namespace keeperfs::backup
