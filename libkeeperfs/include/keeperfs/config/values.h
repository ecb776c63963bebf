#pragma once
// How a server understands the text of a value (base/poco/Util/src/AbstractConfiguration.cpp).
#include "keeperfs/export.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace keeperfs::config {

/// Decimal, or hexadecimal with "0x" before it; the whole text, without blanks around it. nullopt is a
/// server's "Not a valid integer".
KEEPERFS_EXPORT std::optional<std::int64_t> integer_of(std::string_view text);
/// An integer other than 0, true, yes, on; 0, false, no, off; in any case. nullopt is a server's "Cannot
/// convert to boolean".
KEEPERFS_EXPORT std::optional<bool> boolean_of(std::string_view text);

} // namespace keeperfs::config
