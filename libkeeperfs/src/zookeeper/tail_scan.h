#pragma once
#include "keeperfs/io/window.h"

#include <cstdint>
#include <optional>

namespace keeperfs::zookeeper {

/// What stands in a log from the first place that is no whole record.
struct LogTail {
    std::uint64_t data_end = 0; ///< behind the last byte that is not zero
    /// Where a whole, right record begins; the scan ends there.
    std::optional<std::uint64_t> record_at;
    /// The scan stopped here: so much looked like records and was none that only a made-up file can be the
    /// reason.
    std::optional<std::uint64_t> gave_up_at;
};

/// Consumes the window from where it stands. Zeros cost next to nothing, and the whole takes time in
/// proportion to the number of bytes, whatever they are.
LogTail scan_log_tail(io::Window& window);

/// Index of the first byte that is not zero, or the size.
std::size_t zeros_at_front(Bytes bytes) noexcept;

} // namespace keeperfs::zookeeper
