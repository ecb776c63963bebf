#include "keeperfs/io/window.h"

#include "base/checksum.h"

#include <algorithm>
#include <cstring>

namespace keeperfs::io {

Window::Window(Source& source, std::size_t block)
    : source_(source), block_(block), buffer_(std::make_unique_for_overwrite<std::uint8_t[]>(block)),
      capacity_(block) {}

void Window::add_to_checksum() {
    if (!checksumming_)
        return;
    adler_ = keeperfs::adler32(adler_, {buffer_.get() + checksummed_, begin_ - checksummed_});
    checksummed_ = begin_;
}

std::uint32_t Window::adler32() {
    add_to_checksum();
    return adler_;
}

std::optional<std::uint64_t> Window::left() const {
    const auto coming = ended_ ? std::optional<std::uint64_t>(0) : source_.remaining();
    return coming ? std::optional(*coming + (filled_ - begin_)) : std::nullopt;
}

void Window::fill(std::size_t n) {
    add_to_checksum();
    if (begin_ > 0) {
        std::memmove(buffer_.get(), buffer_.get() + begin_, filled_ - begin_);
        base_ += begin_;
        filled_ -= begin_;
        begin_ = 0;
        checksummed_ = 0;
    }
    while (filled_ < n && !ended_) {
        if (filled_ == capacity_) {
            // Doubling bounds the memory by twice what has arrived.
            const std::size_t larger = std::min(capacity_ * 2, std::max(n, capacity_ + block_));
            auto grown = std::make_unique_for_overwrite<std::uint8_t[]>(larger);
            std::memcpy(grown.get(), buffer_.get(), filled_);
            buffer_ = std::move(grown);
            capacity_ = larger;
        }
        const std::size_t got = source_.read({buffer_.get() + filled_, capacity_ - filled_});
        ended_ = got == 0;
        filled_ += got;
    }
}

} // namespace keeperfs::io
