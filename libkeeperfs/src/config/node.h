#pragma once
// The tree that every format is read into and that merging and substitutions change.
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::config {

/// Where a node stands: a number of Reading's table of files, and a line.
struct Place {
    std::uint32_t file = 0;
    std::uint32_t line = 0;
};

struct Attribute {
    std::string name, value;
    Place place;
};

struct PastText {
    std::string text;
    Place place;
};

/// What few nodes have.
struct History {
    std::vector<PastText> overrode;
    std::string substitution;
    bool is_resolved = true;
};

struct Node {
    enum class Kind : std::uint8_t { element, text, comment };

    Kind kind = Kind::element;
    bool is_walked = false; ///< substitutions have been here
    Place place;
    std::string text; ///< an element's name, a text's content
    std::vector<Attribute> attributes;
    std::list<Node> children; ///< a list: merging and substitutions add and remove everywhere
    std::unique_ptr<History> history;

    bool is_element() const noexcept { return kind == Kind::element; }
    const Attribute* attribute(std::string_view name) const noexcept;
    bool has(std::string_view name) const noexcept { return attribute(name) != nullptr; }
    void set(const Attribute& attribute);
    void remove_attribute(std::string_view name);

    bool has_elements() const noexcept;
    /// All text below, in document order; not much more than `most`.
    std::string inner_text(std::size_t most = std::string::npos) const;
    History& own_history();
};

/// What the server takes for white space (firstNonWhitespacePos of ConfigProcessor.cpp).
bool is_blank(std::string_view text) noexcept;

/// replace, remove and the substitutions: say what to do with an element, not which it is.
bool is_instruction(std::string_view attribute) noexcept;

/// A server's name for what may be merged with what: the name, and the attributes that are no instructions.
std::string identity_of(const Node& element);

inline constexpr std::string_view substitution_attributes[] = {"incl", "from_zk", "from_env"};

} // namespace keeperfs::config
