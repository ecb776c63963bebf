#include "config/document.h"

namespace keeperfs::config {

namespace {

std::string xml_text(std::string_view text) {
    std::string out;
    for (const char c : text)
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        default:
            out += c;
        }
    return out;
}

void add_xml(std::string& out, const Element& element, std::size_t depth) {
    const std::string indent(4 * depth, ' ');
    if (!element.comment.empty() && depth > 0)
        out += fmt::format("\n{}<!-- {} -->\n", indent, element.comment);
    if (element.elements.empty()) {
        out += fmt::format("{0}<{1}>{2}</{1}>\n", indent, element.name, xml_text(element.text));
        return;
    }
    out += fmt::format("{}<{}>\n", indent, element.name);
    for (const Element& child : element.elements)
        add_xml(out, child, depth + 1);
    out += fmt::format("{}</{}>\n", indent, element.name);
}

bool is_plain(std::string_view text) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./";
    return !text.empty() && text.find_first_not_of(letters) == std::string_view::npos;
}

/// Numbers, names and paths as they are, everything else in quotes.
std::string yaml_text(std::string_view text) {
    if (is_plain(text))
        return std::string(text);
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

void add_yaml(std::string& out, const std::vector<Element>& elements, std::size_t depth, bool in_sequence);

void add_yaml_value(std::string& out, const Element& element, std::size_t depth) {
    if (element.elements.empty())
        out += fmt::format(" {}\n", yaml_text(element.text));
    else {
        out += '\n';
        add_yaml(out, element.elements, depth + 1, false);
    }
}

void add_yaml(std::string& out, const std::vector<Element>& elements, std::size_t depth, bool in_sequence) {
    const std::string indent(4 * depth, ' ');
    for (auto element = elements.begin(); element != elements.end();) {
        const auto end = std::find_if(element, elements.end(),
                                      [&](const Element& next) { return next.name != element->name; });
        if (!element->comment.empty())
            out += fmt::format("\n{}# {}\n", indent, element->comment);
        // The first key of an item of a sequence stands behind its dash.
        if (!in_sequence || element != elements.begin())
            out += indent;
        out += element->name + ":";
        if (end - element == 1) {
            add_yaml_value(out, *element, depth);
        } else {
            out += '\n';
            for (auto item = element; item != end; ++item) {
                out += fmt::format("{}  - ", indent);
                if (item->elements.empty())
                    out += yaml_text(item->text) + "\n";
                else
                    add_yaml(out, item->elements, depth + 1, true);
            }
        }
        element = end;
    }
}

} // namespace

std::string to_xml(const Element& root) {
    std::string out = root.comment.empty() ? "" : fmt::format("<!-- {} -->\n", root.comment);
    add_xml(out, root, 0);
    return out;
}

std::string to_yaml(const Element& root) {
    std::string out = root.comment.empty() ? "" : fmt::format("# {}\n", root.comment);
    add_yaml(out, root.elements, 0, false);
    return out;
}

} // namespace keeperfs::config
