#include "config/substitution.h"

#include "config/key_index.h"
#include "config/merge.h"
#include "config/xml_reader.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

namespace keeperfs::config {

namespace {

/// More than any chain of substitutions in one element that is meant.
constexpr int most_rounds = 64;

using Position = std::list<Node>::iterator;

/// `from_env="ID"`
std::string spelled(const Attribute& substitution) {
    return fmt::format("{}=\"{}\"", substitution.name, escaped(substitution.value));
}

bool has_substitution(const Node& node) {
    return std::ranges::any_of(substitution_attributes,
                               [&](std::string_view name) { return node.has(name); }) ||
           std::ranges::any_of(node.children, has_substitution);
}

class Substitution {
public:
    Substitution(Reading& reading, const Node* include_root) : reading_(reading) {
        if (include_root != nullptr)
            include_.emplace(*include_root);
    }

    void walk_children(Node& parent, std::uint32_t depth) {
        for (Position child = parent.children.begin(); child != parent.children.end();) {
            if (child->is_walked) {
                ++child;
                continue;
            }
            child->is_walked = true;
            const Position next = std::next(child);
            if (!child->is_element() || walk(parent, child, depth) == Neighbours::kept) {
                child = next;
            } else {
                reading_.charge_step(parent.place, parent.children.size());
                child = parent.children.begin();
            }
        }
    }

    /// Whether the siblings of an element are still the same after it.
    enum class Neighbours : std::uint8_t { kept, changed };

    Neighbours walk(Node& parent, Position element, std::uint32_t depth) {
        reading_.check_depth(element->place, depth);
        for (int round = 0; const Attribute* found = only_substitution(*element); ++round) {
            if (round == most_rounds)
                reading_.fail(element->place,
                              fmt::format("the substitutions of <{}> never end", escaped(element->text)),
                              fmt::format("What {} names leads back to itself; a server crashes on it.",
                                          spelled(*found)));
            const Attribute substitution = *found;
            Node holder;
            const Node* source = source_of(*element, substitution, holder);
            if (source == nullptr) {
                if (miss(parent, element, substitution))
                    return Neighbours::kept;
                break;
            }
            if (element->text == "include")
                return include(parent, element, *source);
            put_in(*element, substitution, *source);
        }
        walk_children(*element, depth + 1);
        return Neighbours::kept;
    }

private:
    Reading& reading_;
    std::optional<KeyIndex> include_;

    const Attribute* only_substitution(const Node& element) const {
        const Attribute* only = nullptr;
        for (const std::string_view name : substitution_attributes)
            if (const Attribute* attribute = element.attribute(name)) {
                if (only != nullptr)
                    reading_.fail(element.place,
                                  fmt::format("more than one substitution attribute is set for element <{}>",
                                              escaped(element.text)),
                                  "A server does not start; leave one of incl, from_zk and from_env.");
                only = attribute;
            }
        if (element.text == "include" && !element.children.empty())
            reading_.fail(element.place, "an <include> element must have no children",
                          "A server does not start.");
        if (element.text == "include" && only == nullptr)
            reading_.fail(element.place, "an <include> element must have one of incl, from_zk and from_env",
                          "A server does not start.");
        return only;
    }

    /// nullptr: there is none. `holder` keeps one that was made.
    const Node* source_of(const Node& element, const Attribute& substitution, Node& holder) {
        if (substitution.name == "incl")
            return include_ ? include_->find(substitution.value, '/').element : nullptr;
        if (!element.children.empty() && !element.has("replace"))
            reading_.fail(element.place,
                          fmt::format("element <{}> has a value and does not have the attribute replace, so "
                                      "{} cannot be processed",
                                      escaped(element.text), spelled(substitution)),
                          "A server does not start; add replace=\"replace\", or remove the value.");
        if (substitution.name == "from_zk" || !reading_.options.environment)
            return nullptr;
        const std::optional<std::string> text = reading_.options.environment(substitution.value);
        if (!text)
            return nullptr;
        holder = variable(element.place, substitution.value, *text);
        return &holder;
    }
    Node variable(Place place, const std::string& name, const std::string& text) {
        if (reading_.options.environment_is_xml)
            try {
                return read_xml(reading_, "<from_env>" + text + "</from_env>", place, Lines::one_place);
            } catch (const Error&) { // which may quote the text, a password perhaps
                reading_.fail(
                    place,
                    fmt::format(
                        "the text of the variable {} is no well-formed XML, as which a server reads it",
                        escaped(name)),
                    "Write & as &amp; and < as &lt; in it.");
            }
        Node made;
        made.place = place;
        made.text = "from_env";
        Node content;
        content.kind = Node::Kind::text;
        content.place = place;
        content.text = text;
        made.children.push_back(std::move(content));
        return made;
    }

    /// True when the element is gone.
    bool miss(Node& parent, Position element, const Attribute& substitution) {
        if (element->has("optional")) {
            parent.children.erase(element);
            return true;
        }
        const bool is_zookeeper = substitution.name == "from_zk";
        const bool is_variable = substitution.name == "from_env";
        const std::string what = is_zookeeper ? fmt::format("<{} {}> needs a ZooKeeper or Keeper that runs",
                                                            escaped(element->text), spelled(substitution))
                                 : is_variable
                                     ? fmt::format("the variable {} of <{}> is not set",
                                                   escaped(substitution.value), escaped(element->text))
                                     : fmt::format("<{} {}>: the include file has no such element",
                                                   escaped(element->text), spelled(substitution));
        if (reading_.options.strict_substitutions && !is_zookeeper)
            reading_.fail(element->place, what);
        reading_.report(is_zookeeper  ? "config.zk.unresolved"
                        : is_variable ? "config.env.unset"
                                      : "config.include.missing",
                        element->place, what,
                        element->children.empty() ? "It stays empty."
                                                  : "It keeps the value that stands there.");
        if (element->text == "include") {
            parent.children.erase(element);
            return true;
        }
        History& history = element->own_history();
        history.substitution = spelled(substitution);
        history.is_resolved = false;
        return false;
    }

    Neighbours include(Node& parent, Position element, const Node& source) {
        if (element->has("merge")) {
            // The server merges once more for each child of the source, which changes nothing further unless
            // the source says "remove".
            Node copy = reading_.copy_of(source);
            parent.children.erase(element);
            merge_into(reading_, parent, std::move(copy));
            return Neighbours::changed;
        }
        if (std::ranges::any_of(source.children, has_substitution))
            reading_.report("config.include.not-walked", element->place,
                            "what this <include> brings in has substitutions of its own, which a server "
                            "leaves as they are",
                            "Use the attribute incl on an element instead.");
        for (const Node& child : source.children) {
            Node copy = reading_.copy_of(child);
            copy.is_walked = true;
            parent.children.insert(element, std::move(copy));
        }
        parent.children.erase(element);
        return Neighbours::kept;
    }

    void put_in(Node& element, const Attribute& substitution, const Node& source) {
        History& history = element.own_history();
        history.substitution = spelled(substitution);
        history.is_resolved = true;
        for (const std::string_view name : substitution_attributes)
            element.remove_attribute(name);
        if (element.has("replace")) {
            if (!element.children.empty() && !element.has_elements())
                history.overrode.push_back({element.inner_text(), element.place});
            element.children.clear();
            element.remove_attribute("replace");
        }
        for (const Node& child : source.children)
            element.children.push_back(reading_.copy_of(child));
        for (const Attribute& attribute : source.attributes)
            element.set(attribute);
        if (!source.has_elements() && !element.has_elements())
            element.place = source.place;
    }
};

} // namespace

void substitute(Reading& reading, Node& root, const Node* include_root) {
    if (root.text == "include")
        reading.fail(root.place, "the root element cannot be <include>");
    Node document; // the root may have substitutions itself
    document.children.push_back(std::move(root));
    Substitution(reading, include_root).walk_children(document, 0);
    if (document.children.empty())
        reading.fail({}, "the root element is optional, and what it names is missing: nothing is left");
    root = std::move(document.children.front());
}

std::optional<std::string> substitute_child(Reading& reading, Node& root, std::list<Node>::iterator child) {
    child->is_walked = true;
    const std::size_t before = root.children.size();
    Substitution(reading, nullptr).walk(root, child, 1);
    return root.children.size() == before ? std::optional(child->inner_text()) : std::nullopt;
}

} // namespace keeperfs::config
