#include "config/key_index.h"

#include "keeperfs/config/values.h"

namespace keeperfs::config {

namespace {

constexpr std::size_t many_children = 32;

/// Takes the front of `key` up to one of `ends`, which stays.
std::string_view take_until(std::string_view& key, std::string_view ends) {
    const std::string_view taken = key.substr(0, key.find_first_of(ends));
    key.remove_prefix(taken.size());
    return taken;
}
void skip_one(std::string_view& key) { key.remove_prefix(std::min<std::size_t>(1, key.size())); }

} // namespace

KeyIndex::KeyIndex(const Node& root) : root_(root) { index(root); }

void KeyIndex::index(const Node& parent) {
    const bool is_large = parent.children.size() > many_children;
    for (const Node& child : parent.children) {
        if (!child.is_element())
            continue;
        if (is_large)
            large_[&parent][child.text].push_back(&child);
        index(child);
    }
}

const Node* KeyIndex::nth(const Node& parent, std::string_view name, std::size_t n) const {
    if (const auto large = large_.find(&parent); large != large_.end()) {
        const auto named = large->second.find(name);
        return named != large->second.end() && n < named->second.size() ? named->second[n] : nullptr;
    }
    for (const Node& child : parent.children)
        if (child.is_element() && child.text == name && n-- == 0)
            return &child;
    return nullptr;
}

Found KeyIndex::find(std::string_view key, char delimiter) const {
    const std::string ends{delimiter, '['};
    const Node* parent = nullptr;
    const Node* element = &root_;
    std::size_t position = 0; // of the element, among the siblings of its name
    const auto go_to = [&](std::size_t sibling) {
        position = sibling;
        element = parent == nullptr ? nullptr : nth(*parent, element->text, sibling);
    };
    while (element != nullptr && !key.empty()) {
        if (key.front() != '[') {
            key.remove_prefix(std::min(key.find_first_not_of(delimiter), key.size()));
            parent = element;
            position = 0;
            element = nth(*parent, take_until(key, ends), 0);
            continue;
        }
        skip_one(key);
        if (!key.starts_with('@')) {
            const auto steps = integer_of(take_until(key, "]"));
            skip_one(key);
            if (!steps)
                return {};
            if (*steps > 0)
                go_to(position + static_cast<std::size_t>(*steps));
            continue;
        }
        skip_one(key);
        const std::string_view name = take_until(key, "]=");
        if (!key.starts_with('=')) {
            const Attribute* attribute = element->attribute(name);
            return {attribute == nullptr ? nullptr : element, attribute};
        }
        skip_one(key);
        const bool is_quoted = key.starts_with('\'');
        if (is_quoted)
            skip_one(key);
        const std::string_view value = take_until(key, is_quoted ? "'" : "]");
        if (is_quoted)
            skip_one(key);
        skip_one(key);
        const auto matches = [&] {
            const Attribute* attribute = element->attribute(name);
            return attribute == nullptr ? value.empty() : attribute->value == value;
        };
        while (element != nullptr && !matches())
            go_to(position + 1);
    }
    return {element, nullptr};
}

} // namespace keeperfs::config
