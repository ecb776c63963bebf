#pragma once
// What differs from what was read, for people.
#include "text_report.h"

#include "keeperfs/convert/change.h"

#include <vector>

/// Under a heading, which is left out where there are none.
void add_changes(TextReport& out, const std::vector<keeperfs::convert::Change>& changes, bool verbose);
/// A few of them, all when `verbose`.
void add_examples(TextReport& out, const keeperfs::convert::Change& change, bool verbose);
/// "Next", as a numbered list.
void add_next_steps(TextReport& out, const std::vector<std::string>& steps);
