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

/// While it lives, neither of these throws on this thread: for taking away what a cancelled job has left.
class KEEPERFS_EXPORT CleaningUp {
public:
    CleaningUp() noexcept;
    ~CleaningUp();
    CleaningUp(const CleaningUp&) = delete;
    CleaningUp& operator=(const CleaningUp&) = delete;
};

} // namespace keeperfs::io
