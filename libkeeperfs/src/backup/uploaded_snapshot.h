#pragma once
#include "keeperfs/backup/store.h"

#include <optional>
#include <string>

namespace keeperfs::backup {

/// What a server has uploaded (keeper_server.s3_snapshot: its snapshot as it is), as a backup of that one
/// file. `name`: empty takes the newest. nullopt: there is none. Nothing says what it should hold but the
/// snapshot's own checksums and digest.
std::optional<Manifest> uploaded_snapshot(Store& store, const std::string& name);

} // namespace keeperfs::backup
