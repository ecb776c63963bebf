#pragma once
#include "keeperfs/base/sha256.h"
#include "keeperfs/io/source.h"

#include <string>
#include <vector>

namespace keeperfs::convert {

/// SHA-256 of all that is still to come, in lower-case hexadecimal.
inline std::string sha256_of(io::Source& source) {
    constexpr std::size_t block_bytes = 1 << 20;
    std::vector<std::uint8_t> block(block_bytes);
    Sha256 hash;
    while (const std::size_t n = source.read(block))
        hash.update(Bytes(block).first(n));
    return hash.hex_digest();
}

} // namespace keeperfs::convert
