#pragma once
#include "io/channel.h"

#include <cstddef>
#include <exception>
#include <optional>
#include <thread>
#include <utility>

namespace keeperfs::io {

/// Batches that a thread of its own fills, a few ahead of the one who takes them. Spent ones are filled
/// again.
template <class Batch> class Ahead {
public:
    /// fill(Batch&) -> false when no other batch follows. What it throws comes out of next(), behind what it
    /// had put into the batch.
    template <class Fill> Ahead(std::size_t batches, Fill fill) : filled_(batches), empty_(batches) {
        for (std::size_t i = 0; i < batches; ++i)
            empty_.push({}, {});
        thread_ = std::jthread(
            [this, fill = std::move(fill)](const std::stop_token& stop) mutable { run(fill, stop); });
    }
    Ahead(const Ahead&) = delete;
    Ahead& operator=(const Ahead&) = delete;

    /// Valid until the next call; null behind the last one.
    Batch* next() {
        if (current_) {
            if (current_->failure)
                std::rethrow_exception(current_->failure);
            empty_.push(std::move(*current_), {});
        }
        current_ = filled_.pop({});
        return current_ ? &current_->batch : nullptr;
    }

private:
    struct Slot {
        Batch batch;
        std::exception_ptr failure;
    };
    Channel<Slot> filled_, empty_;
    std::optional<Slot> current_;
    std::jthread thread_; ///< last: it uses the members above

    template <class Fill> void run(Fill& fill, const std::stop_token& stop) {
        try {
            for (bool more = true; more;) {
                Slot slot = *empty_.pop(stop);
                try {
                    more = fill(slot.batch);
                } catch (...) {
                    slot.failure = std::current_exception();
                    more = false;
                }
                filled_.push(std::move(slot), stop);
            }
            filled_.close();
        } catch (const Stopped&) {
            // The one who takes the batches went away first.
        }
    }
};

} // namespace keeperfs::io
