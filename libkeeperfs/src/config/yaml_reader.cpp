#include "config/yaml_reader.h"

#include "config/yaml_map.h"
#include "config/yaml_parser.h"

#include "keeperfs/base/text.h"

namespace keeperfs::config {

namespace {

class YamlReader {
public:
    YamlReader(Reading& reading, std::uint32_t file) : reading_(reading), file_(file) {}

    Node root_of(const YamlNode& yaml) {
        Node root = element("clickhouse", {file_, 1});
        if (yaml.kind == YamlNode::Kind::sequence) { // older servers read the first item only
            for (const YamlPointer& item : yaml.items)
                fill(root, root, *item, 0);
        } else {
            fill(root, root, yaml, 0);
        }
        warn_of_nesting(root);
        return root;
    }

private:
    Reading& reading_;
    std::uint32_t file_;

    Node element(std::string name, Place place) {
        reading_.charge(place, 0);
        Node node;
        node.place = place;
        node.text = std::move(name);
        return node;
    }
    void append_text(Node& node, const std::string& text, Place place) {
        reading_.charge(place, text.size());
        Node child;
        child.kind = Node::Kind::text;
        child.place = place;
        child.text = text;
        node.children.push_back(std::move(child));
    }

    /// `node` stands in `parent`, whom a list gives further children.
    void fill(Node& parent, Node& node, const YamlNode& yaml, std::uint32_t depth) {
        reading_.check_depth({file_, yaml.line}, depth);
        switch (yaml.kind) {
        case YamlNode::Kind::null:
            break;
        case YamlNode::Kind::scalar:
            append_text(node, yaml.text, {file_, yaml.line});
            break;
        case YamlNode::Kind::sequence:
            fill_from_list(parent, node, yaml, depth);
            break;
        case YamlNode::Kind::map:
            for (const YamlEntry& entry : merged_entries(reading_, yaml, file_))
                add(node, entry, depth);
            break;
        }
    }

    /// The first item goes into the element, each other into a new one of its name, without its attributes.
    void fill_from_list(Node& parent, Node& node, const YamlNode& list, std::uint32_t depth) {
        bool is_first = true;
        for (const YamlPointer& item : list.items) {
            Node* target = &node;
            if (!is_first) {
                parent.children.push_back(element(node.text, {file_, item->line}));
                target = &parent.children.back();
            }
            is_first = false;
            fill(parent, *target, *item, depth + 1);
        }
    }

    void add(Node& node, const YamlEntry& entry, std::uint32_t depth) {
        const bool is_scalar = entry.value->kind == YamlNode::Kind::scalar;
        if (is_scalar && entry.key.starts_with('@')) {
            reading_.charge_attribute(entry.place, node.attributes.size(), entry.value->text.size());
            node.set({entry.key.substr(1), entry.value->text, entry.place});
        } else if (is_scalar && entry.key == "#text") {
            if (std::ranges::any_of(node.children, [](const Node& c) { return c.kind == Node::Kind::text; }))
                reading_.fail(entry.place, fmt::format("{} has several texts", escaped(node.text)),
                              "A server stops here as well; leave one #text.");
            append_text(node, entry.value->text, entry.place);
        } else {
            node.children.push_back(element(entry.key, entry.place));
            Node& child = node.children.back();
            if (!entry.overrode.empty())
                child.own_history().overrode = entry.overrode;
            fill(node, child, *entry.value, depth + 1);
        }
    }

    void warn_of_nesting(const Node& root) {
        for (const Node& child : root.children)
            if (child.is_element() && (child.text == "clickhouse" || child.text == "yandex"))
                reading_.report(
                    "config.yaml.clickhouse-key", child.place,
                    fmt::format("the key {} nests: a server finds none of the settings below it", child.text),
                    "Leave the key out and move what is below it to the left.");
    }
};

/// yaml-cpp lets some tabs pass that others take for an error.
void warn_of_tabs(Reading& reading, std::string_view content, std::uint32_t file) {
    std::uint32_t line = 1;
    for (std::size_t at = 0; at < content.size(); ++line) {
        const std::size_t end = std::min(content.find('\n', at), content.size());
        const std::string_view text = content.substr(at, end - at);
        const std::size_t first = text.find_first_not_of(" \t\r");
        if (first != std::string_view::npos && text[first] != '#' && text.find('\t') < first)
            return reading.report("config.yaml.tab", {file, line}, "the line is indented with a tab",
                                  "Indent with blanks: what a tab means differs between parsers.");
        at = end + 1;
    }
}

} // namespace

Node read_yaml(Reading& reading, const std::string& content, std::uint32_t file) {
    const YamlPointer yaml = parse_yaml(reading, content, file);
    warn_of_tabs(reading, content, file);
    return YamlReader(reading, file).root_of(*yaml);
}

} // namespace keeperfs::config
