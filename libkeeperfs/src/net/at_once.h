#pragma once
#include <cstddef>
#include <functional>

namespace keeperfs::net {

/// Threads that wait for peers cost little: enough for any ensemble, few enough for any machine.
inline constexpr std::size_t most_at_once = 256;

/// Calls task(0) to task(count - 1) at the same time, each on a thread of its own, and waits for all. The
/// first exception that a task throws comes out; tasks that had not begun then are left out.
void at_once(std::size_t count, const std::function<void(std::size_t)>& task);

} // namespace keeperfs::net
