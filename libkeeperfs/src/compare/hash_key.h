#pragma once
#include "base/xxhash.h"

#include "keeperfs/base/bytes.h"

#include <cstdint>

namespace keeperfs::compare {

/// Chosen at random for each process: no file can be made so that two different nodes look the same.
std::uint64_t hash_key() noexcept;

inline std::uint64_t keyed_hash(Bytes bytes) noexcept {
    return XXH3_64bits_withSeed(bytes.data(), bytes.size(), hash_key());
}

} // namespace keeperfs::compare
