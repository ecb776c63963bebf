#include "keeperfs/io/cancel.h"

#include "keeperfs/base/error.h"

#include <atomic>
#include <csignal>
#include <thread>

namespace keeperfs::io {

namespace {
std::atomic<int> cancelling_signal{0};
static_assert(std::atomic<int>::is_always_lock_free);
thread_local int cleanings_up = 0;
} // namespace

void request_cancel(int signal) noexcept { cancelling_signal.store(signal, std::memory_order_relaxed); }

void throw_if_cancelled() {
    if (cleanings_up > 0)
        return;
    const int signal = cancelling_signal.load(std::memory_order_relaxed);
    if (signal == SIGTERM)
        throw Error(ErrorKind::terminated, "ended by SIGTERM; nothing was left behind");
    if (signal != 0)
        throw Error(ErrorKind::interrupted, "interrupted; nothing was left behind");
}

void pause(std::chrono::milliseconds duration) {
    constexpr std::chrono::milliseconds slice{50}; // how long a signal may go unnoticed
    const auto end = std::chrono::steady_clock::now() + duration;
    for (auto now = end - duration; now < end; now = std::chrono::steady_clock::now()) {
        throw_if_cancelled();
        std::this_thread::sleep_for(std::min<std::chrono::steady_clock::duration>(slice, end - now));
    }
}

CleaningUp::CleaningUp() noexcept { ++cleanings_up; }
CleaningUp::~CleaningUp() { --cleanings_up; }

} // namespace keeperfs::io
