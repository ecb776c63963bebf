#pragma once
#include "fuzz/fuzz_target.h"
#include "fuzz/outcome.h"
#include "support/byte_streams.h"

#include <array>
#include <string>
#include <string_view>

namespace keeperfs::fuzz {

/// Decodes the front of what `bytes` hold twice, coming whole and in pieces. `open(source)` makes the
/// decoder.
template <class Open>
Outcome decode_both_ways(std::string_view bytes, std::size_t most_per_read, const Open& open) {
    // Much more than any input holds unless it is a bomb, and little enough for many runs a second.
    constexpr std::size_t most = 4 << 20;
    const auto decode = [&](std::size_t piece) {
        return outcome_of([&](std::string& decoded) {
            test::ChunkedSource compressed(bytes, piece);
            const auto source = open(compressed);
            std::array<std::uint8_t, 16384> buffer;
            while (decoded.size() < most) {
                const std::size_t n = source->read(buffer);
                if (n == 0)
                    break;
                require(n <= buffer.size(), "more was read than asked for");
                decoded += as_text(Bytes(buffer).first(n));
            }
        });
    };
    const Outcome whole = decode(SIZE_MAX);
    const Outcome pieces = decode(most_per_read);
    require(whole.error.empty() == pieces.error.empty(), "the size of the pieces decides over an error");
    if (whole.error.empty())
        require(whole.records == pieces.records, "the size of the pieces changes what is decoded");
    return whole;
}

} // namespace keeperfs::fuzz
