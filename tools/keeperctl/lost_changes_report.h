#pragma once
// Changes of the tree that one directory has and another one, or a copy, has not.
#include "text_report.h"

#include "keeperfs/base/json_writer.h"
#include "keeperfs/inspect/lost_changes.h"

#include <string>

/// How many of each kind, and a table of the first of them, or of all that are listed. `log_dir`: where the
/// rest can be seen.
void add_changes(TextReport& out, const keeperfs::inspect::LostChanges& changes, bool all,
                 const std::string& log_dir);
/// last_kept_time, first_lost_time, lost_change_count and lost_changes, as members of the present object.
void add_changes(keeperfs::JsonWriter& json, const keeperfs::inspect::LostChanges& changes);
