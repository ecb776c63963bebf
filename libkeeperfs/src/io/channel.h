#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

namespace keeperfs::io {

/// Thrown inside stages when another one failed; a consequence, never reported.
struct Stopped {};

/// A bounded queue between two stages. A stop throws instead of ending the stream: otherwise the next stage
/// would take a torn stream for a whole one.
template <class T> class Channel {
public:
    explicit Channel(std::size_t capacity) : capacity_(capacity) {}

    void push(T value, const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        if (!changed_.wait(lock, stop, [&] { return queue_.size() < capacity_; }))
            throw Stopped();
        queue_.push_back(std::move(value));
        changed_.notify_all();
    }
    /// nullopt only after close().
    std::optional<T> pop(const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        if (!changed_.wait(lock, stop, [&] { return !queue_.empty() || closed_; }))
            throw Stopped();
        if (queue_.empty())
            return std::nullopt;
        T value = std::move(queue_.front());
        queue_.pop_front();
        changed_.notify_all();
        return value;
    }
    void close() {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        changed_.notify_all();
    }

private:
    std::size_t capacity_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<T> queue_;
    bool closed_ = false;
};

} // namespace keeperfs::io
