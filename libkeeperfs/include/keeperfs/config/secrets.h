#pragma once
// Which values are never shown.
#include "keeperfs/config/configuration.h"
#include "keeperfs/export.h"

#include <string_view>

namespace keeperfs::config {

/// Whether the value of this key, or of one above it, is a password, a key or another credential.
KEEPERFS_EXPORT bool is_secret(std::string_view key);
/// The same for a value: it may be a secret's by a reference, ${s3.secret_access_key}.
KEEPERFS_EXPORT bool is_secret(std::string_view key, const Value& value);

} // namespace keeperfs::config
