#pragma once
#include "config/key_index.h"

#include <optional>
#include <string>

namespace keeperfs::config {

/// ${key} replaced by that key's text, as Poco's AbstractConfiguration::expand does it; what leads nowhere
/// stays. nullopt: the references nest too deep, or the text becomes too long; a server throws.
std::optional<std::string> expanded(const KeyIndex& keys, std::string text);

} // namespace keeperfs::config
