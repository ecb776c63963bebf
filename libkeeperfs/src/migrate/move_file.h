#pragma once
#include "migrate/transfer.h"

#include "keeperfs/migrate/migrate.h"

namespace keeperfs::migrate {

/// One log or snapshot. The SHA-256 of it.
std::string move_file(const Layout& layout, const Move& move, bool keeps_source, Pace& pace);

/// The state file to its new place; the source is still there then.
std::string copy_state(const Layout& layout, const Move& move);
void remove_state(storage::Disk& disk);

} // namespace keeperfs::migrate
