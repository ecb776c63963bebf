#pragma once
// A file of a source as it was when it was held.
#include "keeperfs/io/filesystem.h"
#include "keeperfs/storage/disk.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace keeperfs::backup {

struct HeldFile {
    std::string path; ///< where it lies
    std::string as;   ///< under which it is found
    std::uint64_t size = 0;
    /// A local file is open once for all; one of a disk is opened for each reader.
    std::function<std::shared_ptr<io::File>()> open;
    std::shared_ptr<storage::Disk> disk; ///< nullptr: a local file
    storage::Entry entry;                ///< of that disk

    std::mutex mutex;
    std::optional<std::string> sha256; ///< that a whole reading left
    bool is_being_hashed = false;      ///< by one of its readers: the others need not
};

/// As much of it as there was; hashes along when it is read in order.
std::unique_ptr<io::File> open_held(std::shared_ptr<HeldFile> held);

} // namespace keeperfs::backup
