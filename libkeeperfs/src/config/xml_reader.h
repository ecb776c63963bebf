#pragma once
#include "config/reading.h"

#include <string_view>

namespace keeperfs::config {

/// Every line of the content has its number, or all of it stands at one place: a variable's text.
enum class Lines : std::uint8_t { counted, one_place };

/// The root element. Entities of a DOCTYPE are never expanded. `start`: file, and the line of the first byte.
Node read_xml(Reading& reading, std::string_view content, Place start, Lines lines = Lines::counted);

} // namespace keeperfs::config
