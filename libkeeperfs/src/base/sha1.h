#pragma once
#include "keeperfs/base/bytes.h"

#include <array>

namespace keeperfs {

/// SHA-1, which ZooKeeper and Keeper make of a user's password; for nothing that must be secure.
std::array<std::uint8_t, 20> sha1(Bytes bytes);

} // namespace keeperfs
