#include "keeperfs/config/configuration.h"

#include "config/expansion.h"
#include "config/state.h"

#include <unordered_map>

namespace keeperfs::config {

namespace {

using State = Configuration::State;

Origin origin_of(const State& state, Place place) {
    return {place.file < state.file_names.size() ? state.file_names[place.file] : "", place.line};
}

void set_text(Value& value, const State& state, const std::string& raw) {
    Expanded found = expanded(state.keys, raw).value_or(Expanded{raw, {}});
    value.text = std::move(found.text);
    value.references = std::move(found.references);
}

const Node* own_text(const Node& element) {
    const Node* last = nullptr;
    for (const Node& child : element.children)
        if (child.kind == Node::Kind::text && !is_blank(child.text))
            last = &child;
    return last;
}

Value value_of(const State& state, const Node& element) {
    Value value;
    set_text(value, state, element.inner_text());
    const Node* text = element.has_elements() ? own_text(element) : nullptr;
    value.origin = origin_of(state, text != nullptr ? text->place : element.place);
    value.is_encrypted = element.has("encrypted_by");
    if (element.history) {
        for (const PastText& past : element.history->overrode)
            value.overrode.push_back({past.text, origin_of(state, past.place)});
        value.substitution = element.history->substitution;
        value.is_resolved = element.history->is_resolved;
    }
    return value;
}

Value value_of(const State& state, const Attribute& attribute) {
    Value value;
    set_text(value, state, attribute.value);
    value.origin = origin_of(state, attribute.place);
    return value;
}

/// Parts of keys for elements in document order: "server", "server[1]".
class Numbered {
public:
    std::string part(const std::string& name) {
        const std::size_t n = seen_[name]++;
        return n == 0 ? name : fmt::format("{}[{}]", name, n);
    }

private:
    std::unordered_map<std::string_view, std::size_t> seen_;
};

void add_entries(std::vector<Entry>& entries, const State& state, const Node& element,
                 const std::string& key) {
    for (const Attribute& attribute : element.attributes)
        if (!is_instruction(attribute.name))
            entries.push_back({fmt::format("{}[@{}]", key, attribute.name), value_of(state, attribute)});
    if (!key.empty() && (!element.has_elements() || own_text(element) != nullptr))
        entries.push_back({key, value_of(state, element)});
    Numbered numbered;
    for (const Node& child : element.children)
        if (child.is_element())
            add_entries(entries, state, child, (key.empty() ? "" : key + ".") + numbered.part(child.text));
}

} // namespace

const char* name_of(SourceFile::Role role) noexcept {
    switch (role) {
    case SourceFile::Role::main:
        return "main";
    case SourceFile::Role::override_file:
        return "override";
    case SourceFile::Role::include_file:
        return "include";
    case SourceFile::Role::ignored:
        return "ignored";
    }
    return "";
}

bool Configuration::has(std::string_view key) const { return state_->keys.find(key).element != nullptr; }

std::optional<Value> Configuration::value(std::string_view key) const {
    const Found found = state_->keys.find(key);
    if (found.element == nullptr)
        return std::nullopt;
    return found.attribute != nullptr ? value_of(*state_, *found.attribute)
                                      : value_of(*state_, *found.element);
}

std::vector<std::string> Configuration::children(std::string_view key) const {
    std::vector<std::string> parts;
    const Found found = state_->keys.find(key);
    if (found.element == nullptr || found.attribute != nullptr)
        return parts;
    Numbered numbered;
    for (const Node& child : found.element->children)
        if (child.is_element())
            parts.push_back(numbered.part(child.text));
    return parts;
}

std::vector<std::string> Configuration::attributes(std::string_view key) const {
    std::vector<std::string> names;
    const Found found = state_->keys.find(key);
    if (found.element != nullptr && found.attribute == nullptr)
        for (const Attribute& attribute : found.element->attributes)
            names.push_back(attribute.name);
    return names;
}

std::vector<Entry> Configuration::entries(std::string_view key) const {
    std::vector<Entry> entries;
    const Found found = state_->keys.find(key);
    if (found.attribute != nullptr)
        entries.push_back({std::string(key), value_of(*state_, *found.attribute)});
    else if (found.element != nullptr)
        add_entries(entries, *state_, *found.element, std::string(key));
    return entries;
}

const std::vector<SourceFile>& Configuration::files() const noexcept { return state_->files; }
const std::vector<Finding>& Configuration::findings() const noexcept { return state_->findings; }
const std::string& Configuration::root_name() const noexcept { return state_->root.text; }

} // namespace keeperfs::config
