#pragma once
#include "config/reading.h"

namespace keeperfs::config {

/// Merges what stands below `over` into `base`, two elements that belong to each other (mergeRecursive of
/// ConfigProcessor.cpp). `over` is used up.
void merge_into(Reading& reading, Node& base, Node over, std::uint32_t depth = 0);

} // namespace keeperfs::config
