#pragma once
#include "config/reading.h"

namespace keeperfs::config {

/// Resolves incl, from_env, from_zk and <include> below the merged root (doIncludesRecursive of
/// ConfigProcessor.cpp). `include_root`: what incl looks into, or nullptr.
void substitute(Reading& reading, Node& root, const Node* include_root);
/// The same for one child of the root, without an include file: how a server finds out which that is.
/// Its text after that; nullopt: it was optional and is gone.
std::optional<std::string> substitute_child(Reading& reading, Node& root, std::list<Node>::iterator child);

} // namespace keeperfs::config
