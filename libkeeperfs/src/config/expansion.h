#pragma once
#include "config/key_index.h"

#include <optional>
#include <string>
#include <vector>

namespace keeperfs::config {

inline constexpr std::size_t longest_expansion = std::size_t{1} << 20;

struct Expanded {
    std::string text;
    std::vector<std::string> references; ///< keys whose text is in it
};
/// ${key} replaced by that key's text, as Poco's AbstractConfiguration::expand does it; what leads nowhere
/// stays. nullopt: the references nest too deep, or the text becomes too long; a server throws.
std::optional<Expanded> expanded(const KeyIndex& keys, std::string text);

} // namespace keeperfs::config
