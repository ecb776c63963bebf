#pragma once
#include "keeperfs/base/bytes.h"

#include <cstdint>

namespace keeperfs {

struct Hash128 {
    std::uint64_t low = 0, high = 0;
    bool operator==(const Hash128&) const = default;
};

/// CityHash128 of release 1.0.2, which ClickHouse froze for its compressed blocks; later releases give other
/// values.
Hash128 city_hash128(Bytes bytes) noexcept;

} // namespace keeperfs
