#pragma once
#include "console/console.h"

#include "keeperfs/convert/snapshot_rewrite.h"

#include <string>

/// The report for people.
std::string to_text(const keeperfs::convert::SnapshotRewriteReport& report,
                    const console::ConsoleOptions& console);
