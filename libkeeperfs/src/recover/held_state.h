#pragma once
#include "keeperfs/inspect/fsck.h"
#include "keeperfs/recover/survivors.h"

namespace keeperfs::recover {

/// The state that can be reached with a directory alone. `log` is left empty: its pieces name a place that is
/// not known yet.
Survivor held_state(const inspect::FsckReport& report);

} // namespace keeperfs::recover
