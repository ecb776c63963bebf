#pragma once
// Finds elements by the keys of Poco's XMLConfiguration (base/poco/Util/src/XMLConfiguration.cpp, findNode).
#include "config/node.h"

#include <string_view>
#include <unordered_map>
#include <vector>

namespace keeperfs::config {

/// What a key leads to: an element, or one of its attributes.
struct Found {
    const Node* element = nullptr;
    const Attribute* attribute = nullptr;
};

class KeyIndex {
public:
    explicit KeyIndex(const Node& root);
    /// No element where the key leads nowhere.
    Found find(std::string_view key, char delimiter = '.') const;

private:
    using ByName = std::unordered_map<std::string_view, std::vector<const Node*>>;
    const Node& root_;
    std::unordered_map<const Node*, ByName>
        large_; ///< parents of so many that looking at each would take long

    void index(const Node& parent);
    const Node* nth(const Node& parent, std::string_view name, std::size_t n) const;
};

} // namespace keeperfs::config
