#pragma once
#include "config/reading.h"

#include <string>

namespace keeperfs::config {

/// The file as the element <clickhouse> that a server makes of it (YAMLParser.cpp, commit 0792514877ac).
Node read_yaml(Reading& reading, const std::string& content, std::uint32_t file);

} // namespace keeperfs::config
