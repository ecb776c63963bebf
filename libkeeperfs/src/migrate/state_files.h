#pragma once
#include "keeperfs/keeper/state_file.h"
#include "keeperfs/storage/disk.h"

#include <optional>
#include <string>

namespace keeperfs::migrate {

/// The state files of one disk, as a server reads them: `state`, or `state-OLD` when that cannot be read and
/// no STATE_COPY_LOCK says that the copy is unfinished (keeper-files 7.1).
struct StateFiles {
    std::optional<std::string> name; ///< of the one that a server takes; nullopt: there is none
    std::string bytes;
    keeper::RaftState state;
    bool has_any = false; ///< a file of that kind, also one that cannot be read
};

StateFiles read_state_files(storage::Disk& disk);
/// The content of such a file: no more than any release writes.
std::string state_bytes(io::Source& source);

inline constexpr const char* state_name = "state";
inline constexpr const char* old_state_name = "state-OLD";
inline constexpr const char* state_lock_name = "STATE_COPY_LOCK";

} // namespace keeperfs::migrate
