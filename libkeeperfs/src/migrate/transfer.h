#pragma once
// Bytes from one disk to another, and read again.
#include "keeperfs/io/progress.h"
#include "keeperfs/storage/disk.h"

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace keeperfs::migrate {

/// How fast bytes may go, for all threads together, and who counts them.
class Pace {
public:
    Pace(std::optional<std::uint64_t> bytes_per_second, io::Meter* meter)
        : bytes_per_second_(bytes_per_second), meter_(meter) {}
    /// Waits until so many bytes may have gone.
    void spend(std::size_t bytes);

private:
    std::optional<std::uint64_t> bytes_per_second_;
    io::Meter* meter_;
    std::mutex mutex_;
    std::chrono::steady_clock::time_point free_at_{};
};

struct Content {
    std::uint64_t bytes = 0;
    std::string sha256;
    bool operator==(const Content&) const = default;
};

Content read_content(storage::Disk& disk, std::string_view name, Pace& pace);
/// What is there under that name is replaced.
Content copy_content(storage::Disk& from, storage::Disk& to, std::string_view name, Pace& pace);

} // namespace keeperfs::migrate
