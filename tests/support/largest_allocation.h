#pragma once
#include <atomic>
#include <cstddef>

namespace keeperfs::test {

/// The largest number of bytes asked of the global operator new since it was last set to 0.
extern std::atomic<std::size_t> largest_allocation;

} // namespace keeperfs::test
