#pragma once
#include <algorithm>
#include <chrono>

namespace keeperfs::net {

/// A point of the monotonic clock, which nobody sets back, by which something must have happened.
class Deadline {
public:
    using Clock = std::chrono::steady_clock;

    explicit Deadline(std::chrono::milliseconds from_now) : at_(Clock::now() + from_now) {}

    /// Never negative.
    std::chrono::milliseconds left() const {
        // Rounded up: what has a fraction of a millisecond left has not passed.
        return std::max(std::chrono::milliseconds(0),
                        std::chrono::ceil<std::chrono::milliseconds>(at_ - Clock::now()));
    }
    bool has_passed() const { return Clock::now() >= at_; }
    /// The nearer of this one and `from_now`.
    Deadline at_most(std::chrono::milliseconds from_now) const {
        Deadline nearer(from_now);
        nearer.at_ = std::min(nearer.at_, at_);
        return nearer;
    }

private:
    Clock::time_point at_;
};

} // namespace keeperfs::net
