#include "config/node.h"

namespace keeperfs::config {

namespace {

void append_inner_text(std::string& out, const Node& node, std::size_t most) {
    if (node.kind == Node::Kind::text)
        out += node.text;
    for (const Node& child : node.children)
        if (out.size() <= most)
            append_inner_text(out, child, most);
}

} // namespace

const Attribute* Node::attribute(std::string_view name) const noexcept {
    const auto found = std::ranges::find(attributes, name, &Attribute::name);
    return found == attributes.end() ? nullptr : &*found;
}

void Node::set(const Attribute& attribute) {
    const auto found = std::ranges::find(attributes, attribute.name, &Attribute::name);
    if (found == attributes.end())
        attributes.push_back(attribute);
    else
        *found = attribute;
}

void Node::remove_attribute(std::string_view name) {
    std::erase_if(attributes, [&](const Attribute& attribute) { return attribute.name == name; });
}

bool Node::has_elements() const noexcept { return std::ranges::any_of(children, &Node::is_element); }

std::string Node::inner_text(std::size_t most) const {
    std::string out;
    append_inner_text(out, *this, most);
    return out;
}

History& Node::own_history() {
    if (!history)
        history = std::make_unique<History>();
    return *history;
}

bool is_blank(std::string_view text) noexcept {
    return text.find_first_not_of(" \t\n\r") == std::string_view::npos;
}

bool is_instruction(std::string_view attribute) noexcept {
    return attribute == "replace" || attribute == "remove" ||
           std::ranges::find(substitution_attributes, attribute) != std::end(substitution_attributes);
}

std::string identity_of(const Node& element) {
    std::vector<const Attribute*> distinguishing;
    for (const Attribute& attribute : element.attributes)
        if (!is_instruction(attribute.name))
            distinguishing.push_back(&attribute);
    std::ranges::sort(distinguishing, {}, [](const Attribute* a) { return std::tie(a->name, a->value); });
    std::string identity = element.text;
    for (const Attribute* attribute : distinguishing) // a zero byte occurs in no name and no value
        identity += '\0' + attribute->name + '\0' + attribute->value;
    return identity;
}

} // namespace keeperfs::config
