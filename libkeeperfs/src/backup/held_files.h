#pragma once
// A server's files as they were at one moment, although it goes on writing, renaming and removing them.
#include "keeperfs/backup/source_places.h"
#include "keeperfs/inspect/data_places.h"
#include "keeperfs/io/virtual_files.h"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::backup {

/// All files are opened at once and stay open: what is removed or renamed can be read to its end, and what
/// grows is as long as it was. A server only ever appends to its logs, and gives a snapshot its name, or
/// takes the marker away from it, when it is whole.
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
    /// Whether somebody has written, renamed or removed anything since.
    bool have_changed() const;
    std::uint64_t bytes() const noexcept;

    struct Held;

private:
    io::FileSystem& real_;
    SourcePlaces from_;
    io::VirtualFiles held_;
    inspect::DataPlaces places_;
    std::vector<std::shared_ptr<Held>> all_;

    bool hold_all();
    void hold(const std::string& directory, const std::string& as, bool is_log);
    void hold_state();
    void add(const std::string& path, const std::string& as, io::DirectoryEntry entry);
    std::vector<std::string> names() const;
};

} // namespace keeperfs::backup
