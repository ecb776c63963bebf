#pragma once
#include "keeperfs/convert/snapshot_rewrite.h"

#include <string>
#include <vector>

namespace keeperfs::convert {

/// How an administrator puts the rewritten snapshot in place, in order.
std::vector<std::string> next_steps(const SnapshotRewriteReport& report,
                                    const SnapshotRewriteOptions& options);

} // namespace keeperfs::convert
