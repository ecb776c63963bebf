#include "keeperfs/io/source.h"

#include <algorithm>

namespace keeperfs::io {

Source::~Source() = default;
Sink::~Sink() = default;

std::size_t MemorySource::read(std::span<std::uint8_t> into) {
    const std::size_t n = std::min(into.size(), left_.size());
    std::copy_n(left_.begin(), n, into.begin());
    left_ = left_.subspan(n);
    return n;
}

} // namespace keeperfs::io
