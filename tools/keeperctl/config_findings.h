#pragma once
#include "text_report.h"

#include "keeperfs/base/json_writer.h"
#include "keeperfs/config/check.h"

#include <cstddef>
#include <vector>

struct FindingCounts {
    std::size_t errors = 0, warnings = 0;
    std::size_t left_out = 0; ///< notes that only concern releases which were not asked about by name
};

/// A row for each, with the releases that it concerns; notes about the past only when `all`.
FindingCounts add_findings(TextReport& out, const std::vector<keeperfs::config::ConfigFinding>& findings,
                           bool all);
/// An object: the members of every finding, then key and releases.
void add_finding(keeperfs::JsonWriter& json, const keeperfs::config::ConfigFinding& found);
