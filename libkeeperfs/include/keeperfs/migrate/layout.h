#pragma once
// The disks of a Keeper, and what a server uses each of them for.
#include "keeperfs/export.h"
#include "keeperfs/storage/disk.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace keeperfs::migrate {

enum class FileKind : std::uint8_t { log, snapshot, state };
inline constexpr FileKind all_kinds[] = {FileKind::log, FileKind::snapshot, FileKind::state};
/// The word in reports: "log".
KEEPERFS_EXPORT const char* name_of(FileKind kind) noexcept;

struct Place {
    std::string name;      ///< for people: a disk's name in a configuration, or a directory
    std::string identity;  ///< of two names for one place it is the same
    std::string directory; ///< of a local one, without a slash at its end; else empty
    std::shared_ptr<storage::Disk> disk = nullptr;
};

/// What the files of one kind have to do with each place. Numbers are those of Layout::places.
///
/// A server reads the old disks in the order of its configuration, then the usual one, then that of the
/// newest file (releases.md 4.5). At its start it moves to the last two what lies elsewhere; the state file
/// it never moves.
struct KEEPERFS_EXPORT Roles {
    std::vector<std::size_t> old;
    std::size_t usual = 0, latest = 0; ///< one and the same where no disk for the newest file is named
    std::vector<std::size_t> unnamed;  ///< of the old ones: the server's configuration does not name them

    std::vector<std::size_t> read_order() const; ///< each place once, where it comes first
    bool is_read(std::size_t place) const;
};

struct UnnamedSource {
    FileKind kind{};
    std::size_t place = 0;
};

struct KEEPERFS_EXPORT Layout {
    std::vector<Place> places;
    Roles logs, snapshots, state;
    /// What names such sources in the configuration with which the server would start, as lines of XML.
    std::function<std::vector<std::string>(const Layout&, const std::vector<UnnamedSource>&)> lines_naming;
    /// Places to which files would go although that configuration does not look for them there.
    std::vector<std::size_t> unread_targets;
    /// The newest log would lie where a server cannot append to it.
    bool has_remote_latest_log = false;

    const Roles& roles(FileKind kind) const noexcept;
    Roles& roles(FileKind kind) noexcept;
    /// The number of the place with this identity; it is put there when there is none.
    std::size_t add(Place place);
    /// "disk fast: /fast/changelog_1_10.bin" as one text for messages.
    std::string file(std::size_t place, std::string_view name) const;
};

} // namespace keeperfs::migrate
