#pragma once
#include "keeperfs/export.h"

#include <chrono>

namespace keeperfs::io {

/// Asks every running job of this process to end. Safe in a signal handler.
KEEPERFS_EXPORT void request_cancel(int signal) noexcept;
/// Throws Error(interrupted) or Error(terminated) once request_cancel was called. Sources and sinks call it
/// per block.
KEEPERFS_EXPORT void throw_if_cancelled();
/// Waits that long, unless request_cancel() is called: then it throws like throw_if_cancelled(), soon after.
KEEPERFS_EXPORT void pause(std::chrono::milliseconds duration);

} // namespace keeperfs::io
