#pragma once
// Members that several reports have.
#include "keeperfs/base/finding.h"
#include "keeperfs/base/json_writer.h"
#include "keeperfs/convert/change.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::convert {

/// An array of code, count, message, examples.
void add_changes(JsonWriter& json, std::string_view name, const std::vector<Change>& changes);
void add_findings(JsonWriter& json, const std::vector<Finding>& findings); ///< the member findings
void add_texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts);
/// The most memory that this process has had.
std::uint64_t peak_memory();

} // namespace keeperfs::convert
