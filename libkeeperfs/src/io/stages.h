#pragma once
#include "io/channel.h"

#include <exception>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

namespace keeperfs::io {

/// Threads that work on one job. The first failure stops the others and comes out of join().
class Stages {
public:
    ~Stages() { stop_.request_stop(); }

    /// body(const std::stop_token&)
    template <class F> void run(F body) {
        threads_.emplace_back([this, body = std::move(body)]() mutable { guarded(body); });
    }
    /// The same on the calling thread.
    template <class F> void run_here(F body) { guarded(body); }
    /// Requested by the first failure.
    std::stop_token stop_token() const noexcept { return stop_.get_token(); }
    void join() {
        threads_.clear();
        if (failure_)
            std::rethrow_exception(failure_);
    }

private:
    std::stop_source stop_;
    std::mutex mutex_;
    std::exception_ptr failure_;
    std::vector<std::jthread> threads_; ///< last: joined before the members that they use go

    template <class F> void guarded(F& body) {
        try {
            body(stop_.get_token());
        } catch (const Stopped&) {
            // Another stage failed first.
        } catch (...) {
            const std::lock_guard lock(mutex_);
            if (!failure_)
                failure_ = std::current_exception();
            stop_.request_stop();
        }
    }
};

} // namespace keeperfs::io
