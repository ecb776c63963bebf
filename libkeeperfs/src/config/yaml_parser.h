#pragma once
#include "config/reading.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keeperfs::config {

struct YamlNode;
/// Shared, since an alias is the node of its anchor: what it stands for is not copied.
using YamlPointer = std::shared_ptr<const YamlNode>;

struct YamlNode {
    enum class Kind : std::uint8_t { null, scalar, sequence, map };
    Kind kind = Kind::null;
    std::uint32_t line = 0;
    std::string text; ///< a scalar's
    std::vector<YamlPointer> items;
    std::vector<std::pair<YamlPointer, YamlPointer>> pairs; ///< in order, with keys that come twice
};

/// The first document of the file; null where there is none.
YamlPointer parse_yaml(Reading& reading, const std::string& content, std::uint32_t file);

} // namespace keeperfs::config
