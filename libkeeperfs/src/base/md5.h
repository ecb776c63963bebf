#pragma once
#include "keeperfs/base/bytes.h"

#include <array>

namespace keeperfs {

/// MD5, which S3 names the content of an object by; against accidents only.
std::array<std::uint8_t, 16> md5(Bytes bytes);

} // namespace keeperfs
