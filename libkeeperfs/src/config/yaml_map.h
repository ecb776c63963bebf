#pragma once
#include "config/yaml_parser.h"

#include <string>
#include <vector>

namespace keeperfs::config {

/// An entry of a map after its merge keys.
struct YamlEntry {
    std::string key;
    Place place;
    YamlPointer value;
    std::vector<PastText> overrode; ///< scalars that it took the place of
    bool is_merged = false;         ///< came by "<<"
};

/// The map's entries with what "<<" brings in. In order of appearance the later wins, whether it is a key or
/// a merge, unlike YAML's own recommendation; keys that come twice stay twice
/// (tests/integration/test_config_yaml_merge_keys of ClickHouse).
std::vector<YamlEntry> merged_entries(Reading& reading, const YamlNode& map, std::uint32_t file);

} // namespace keeperfs::config
