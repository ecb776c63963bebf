#include "io/read_ahead.h"

#include <algorithm>

namespace keeperfs::io {

namespace {
constexpr std::size_t block_bytes = 256 * std::size_t{1024};
constexpr std::size_t blocks = 6;
} // namespace

ReadAheadSource::ReadAheadSource(std::unique_ptr<Source> from)
    : from_(std::move(from)), remaining_(from_->remaining()), filled_(blocks), empty_(blocks) {
    for (std::size_t i = 0; i < blocks; ++i)
        empty_.push({std::vector<std::uint8_t>(block_bytes), 0, nullptr}, {});
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

ReadAheadSource::~ReadAheadSource() = default;

void ReadAheadSource::run(const std::stop_token& stop) {
    try {
        for (bool more = true; more;) {
            Block block = *empty_.pop(stop);
            block.size = 0;
            try {
                while (block.size < block.bytes.size() && more) {
                    const std::size_t n = from_->read(std::span(block.bytes).subspan(block.size));
                    block.size += n;
                    more = n > 0;
                }
            } catch (...) {
                block.failure = std::current_exception();
                more = false;
            }
            filled_.push(std::move(block), stop);
        }
        filled_.close();
    } catch (const Stopped&) {
        // The reader of this source went away first.
    }
}

std::size_t ReadAheadSource::read(std::span<std::uint8_t> into) {
    while (position_ == current_.size) {
        if (current_.failure)
            std::rethrow_exception(current_.failure);
        if (ended_)
            return 0;
        if (!current_.bytes.empty())
            empty_.push(std::move(current_), {});
        auto next = filled_.pop({});
        position_ = 0;
        ended_ = !next;
        if (ended_ && remaining_)
            remaining_ = 0;
        current_ = next ? std::move(*next) : Block();
    }
    const std::size_t n = std::min(into.size(), current_.size - position_);
    std::copy_n(current_.bytes.begin() + static_cast<std::ptrdiff_t>(position_), n, into.begin());
    position_ += n;
    if (remaining_)
        *remaining_ -= std::min<std::uint64_t>(n, *remaining_);
    return n;
}

std::optional<std::uint64_t> ReadAheadSource::remaining() const { return remaining_; }

} // namespace keeperfs::io
