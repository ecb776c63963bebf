#pragma once
#include "keeperfs/compare/diff.h"

namespace keeperfs::compare {

/// What a tree has once, and its sessions. After both sides were read to their ends.
void compare_facts(const Side& a, const Side& b, const DiffOptions& options, const PresetRules& rules,
                   DiffReport& report);

} // namespace keeperfs::compare
