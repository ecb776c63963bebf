#pragma once
#include "config/key_index.h"
#include "config/reading.h"

namespace keeperfs::config {

/// What is to be said of the tree in the end: values that hide others, that are encrypted, that refer to
/// themselves.
void audit(Reading& reading, const Node& root, const KeyIndex& keys);

} // namespace keeperfs::config
