#pragma once
#include "keeperfs/export.h"

#include <atomic>
#include <cstdint>
#include <string_view>

namespace keeperfs::io {

/// What a running job is doing and how far it is. The job writes, a program's ticker reads; neither waits.
class Meter {
public:
    /// `stage` must be a string literal; `total` 0 when it is not known.
    void start(const char* stage, std::uint64_t total) noexcept {
        done_.store(0, std::memory_order_relaxed);
        total_.store(total, std::memory_order_relaxed);
        stage_.store(stage, std::memory_order_release);
    }
    void add(std::uint64_t bytes) noexcept { done_.fetch_add(bytes, std::memory_order_relaxed); }

    const char* stage() const noexcept {
        return stage_.load(std::memory_order_acquire);
    } ///< nullptr before the start
    std::uint64_t done() const noexcept { return done_.load(std::memory_order_relaxed); }
    std::uint64_t total() const noexcept { return total_.load(std::memory_order_relaxed); }

private:
    std::atomic<const char*> stage_{nullptr};
    std::atomic<std::uint64_t> done_{0}, total_{0};
};

} // namespace keeperfs::io
