#pragma once
// Which file goes where, why, in which order, and whether a server that starts in between still has every
// byte.
#include "keeperfs/base/finding.h"
#include "keeperfs/export.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/migrate/inventory.h"
#include "keeperfs/migrate/layout.h"

#include <cstdint>
#include <string>
#include <vector>

namespace keeperfs::migrate {

enum class Action : std::uint8_t {
    copy,       ///< marker, copy, comparison, marker away, source away
    drop_double ///< the target has it already: comparison, source away
};
/// The word in reports: "copy", "drop_double".
KEEPERFS_EXPORT const char* name_of(Action action) noexcept;

struct Move {
    FileKind kind{};
    std::string name;
    std::uint64_t bytes = 0;
    std::size_t from = 0, to = 0;
    Action action{};
    std::string reason;     ///< for people: "the disk is to be emptied"
    bool is_newest = false; ///< the newest snapshot or log, which goes last
};

/// What is not touched, and why.
struct Stay {
    FileKind kind{};
    std::string name;
    std::uint64_t bytes = 0;
    std::size_t place = 0;
    std::string reason;
};

struct KEEPERFS_EXPORT Plan {
    std::vector<Move> moves; ///< in their order
    std::vector<Stay> stays;
    std::vector<Finding> findings; ///< an error: nothing may be moved
    /// To be added to the server's configuration before: it does not name all sources.
    std::vector<std::string> configuration_lines;

    bool is_safe() const noexcept;
    std::uint64_t bytes() const noexcept; ///< that will be copied
};

/// Reads names, state files, and files of which there are several copies that ought to be the same.
KEEPERFS_EXPORT Plan plan_migration(io::FileSystem& files, const Layout& layout, io::Meter* meter = nullptr);

/// Error(refused) with the first finding that is an error. `accept_unnamed`: passes over sources that the
/// configuration does not name.
KEEPERFS_EXPORT void refuse_unsafe(const Plan& plan, bool accept_unnamed);

} // namespace keeperfs::migrate
