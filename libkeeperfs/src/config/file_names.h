#pragma once
// What a file's name and first bytes say of its format (parseConfig of ConfigProcessor.cpp).
#include <cstdint>
#include <string_view>

namespace keeperfs::config {

enum class Format : std::uint8_t { xml, yaml };

/// .xml, .yaml, .yml or .conf, in any case.
bool has_config_extension(std::string_view name);
/// By the extension; by the first line that is not blank where that decides nothing.
Format format_of(std::string_view name, std::string_view content);

} // namespace keeperfs::config
