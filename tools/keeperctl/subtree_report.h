#pragma once
// Subtrees and their sizes, for people and scripts.
#include "text_report.h"

#include "keeperfs/base/json_writer.h"
#include "keeperfs/inspect/snapshot_stats.h"

#include <string_view>

/// Which estimate predicted memory is.
inline constexpr const char* memory_model = "22.x: 208 bytes a node, 16 for each child, and the data";

void add_subtree_table(TextReport& out, const std::vector<keeperfs::inspect::NamedSubtree>& subtrees);
/// A member "path", and "path_b64" beside it when the path is no UTF-8.
void add_path(keeperfs::JsonWriter& json, std::string_view path);
void add_subtree(keeperfs::JsonWriter& json, const keeperfs::inspect::NamedSubtree& subtree);
