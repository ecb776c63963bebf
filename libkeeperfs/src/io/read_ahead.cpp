#include "io/read_ahead.h"

#include <algorithm>

namespace keeperfs::io {

namespace {
constexpr std::size_t block_bytes = 256 * std::size_t{1024};
constexpr std::size_t blocks_ahead = 6;
} // namespace

ReadAheadSource::ReadAheadSource(std::unique_ptr<Source> from)
    : from_(std::move(from)), remaining_(from_->remaining()),
      blocks_(blocks_ahead, [this](Block& block) { return fill(block); }) {}

bool ReadAheadSource::fill(Block& block) {
    block.bytes.resize(block_bytes);
    block.size = 0;
    while (block.size < block_bytes) {
        const std::size_t n = from_->read(std::span(block.bytes).subspan(block.size));
        if (n == 0)
            return false;
        block.size += n;
    }
    return true;
}

std::size_t ReadAheadSource::read(std::span<std::uint8_t> into) {
    while (!ended_ && (current_ == nullptr || position_ == current_->size)) {
        current_ = blocks_.next();
        position_ = 0;
        ended_ = current_ == nullptr;
    }
    if (ended_) {
        if (remaining_)
            remaining_ = 0;
        return 0;
    }
    const std::size_t n = std::min(into.size(), current_->size - position_);
    std::copy_n(current_->bytes.begin() + static_cast<std::ptrdiff_t>(position_), n, into.begin());
    position_ += n;
    if (remaining_)
        *remaining_ -= std::min<std::uint64_t>(n, *remaining_);
    return n;
}

} // namespace keeperfs::io
