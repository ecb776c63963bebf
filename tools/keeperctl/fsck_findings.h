#pragma once
// What fsck finds, and ranges of records, as every report of Keeper's files has them.
#include "text_report.h"

#include "keeperfs/base/json_writer.h"
#include "keeperfs/inspect/finding_table.h"

#include <string_view>
#include <vector>

/// Under a heading; nothing where there are none.
void add_findings(TextReport& out, const std::vector<keeperfs::inspect::FsckFinding>& findings);
/// The member findings.
void add_findings(keeperfs::JsonWriter& json, const std::vector<keeperfs::inspect::FsckFinding>& findings);

/// "51 to 75", or one number.
std::string range_text(const keeperfs::inspect::IndexRange& range);
/// With commas between.
std::string ranges_text(const std::vector<keeperfs::inspect::IndexRange>& ranges);
/// An object with first and last.
void add_range(keeperfs::JsonWriter& json, const keeperfs::inspect::IndexRange& range);
void add_ranges(keeperfs::JsonWriter& json, std::string_view name,
                const std::vector<keeperfs::inspect::IndexRange>& ranges);
