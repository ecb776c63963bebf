#include "config/xml_reader.h"

#include "config/xml_text.h"

#include "keeperfs/base/text.h"

#include <pugixml.hpp>

namespace keeperfs::config {

namespace {

constexpr const char* how_to_write = "A server's own parser stops here as well; correct the file.";
/// Escapes stay raw, since decode_xml_text() is stricter; parse_fragment keeps what stands outside the root.
constexpr unsigned flags = pugi::parse_cdata | pugi::parse_comments | pugi::parse_pi |
                           pugi::parse_declaration | pugi::parse_doctype | pugi::parse_ws_pcdata |
                           pugi::parse_eol | pugi::parse_wconv_attribute | pugi::parse_fragment;

class XmlReader {
public:
    XmlReader(Reading& reading, std::string_view content, Place start, Lines lines)
        : reading_(reading), content_(content), start_(start), lines_(lines), line_(start.line) {
        constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
        if (content_.starts_with(byte_order_mark))
            content_.remove_prefix(byte_order_mark.size());
    }

    Node root() {
        check_bytes();
        pugi::xml_document document;
        const pugi::xml_parse_result result =
            document.load_buffer(content_.data(), content_.size(), flags, pugi::encoding_utf8);
        if (!result)
            fail(place_at(static_cast<std::size_t>(result.offset)),
                 fmt::format("this is no well-formed XML: {}", result.description()));
        const pugi::xml_node root = only_root(document);
        return element(root, 0);
    }

private:
    Reading& reading_;
    std::string_view content_;
    Place start_;
    Lines lines_;
    std::size_t offset_ = 0; ///< whose line is line_
    std::uint32_t line_;

    [[noreturn]] void fail(Place place, std::string message) const {
        reading_.fail(place, std::move(message), how_to_write);
    }

    Place place_at(std::size_t offset) {
        if (lines_ == Lines::one_place)
            return start_;
        offset = std::min(offset, content_.size());
        if (offset < offset_) {
            offset_ = 0;
            line_ = start_.line;
        }
        line_ +=
            static_cast<std::uint32_t>(std::ranges::count(content_.substr(offset_, offset - offset_), '\n'));
        offset_ = offset;
        return {start_.file, line_};
    }
    /// Of a text: where its first word stands.
    Place place_of(const pugi::xml_node& node) {
        const std::ptrdiff_t offset = node.offset_debug();
        if (offset < 0)
            return start_;
        std::size_t blanks = 0;
        if (node.type() == pugi::node_pcdata && !is_blank(node.value()))
            blanks = std::string_view(node.value()).find_first_not_of(" \t\n\r");
        return place_at(static_cast<std::size_t>(offset) + blanks);
    }

    void check_bytes() {
        std::uint64_t markup = 0;
        for (std::size_t i = 0; i < content_.size(); ++i) {
            const char c = content_[i];
            if (static_cast<std::uint8_t>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r')
                fail(place_at(i),
                     fmt::format("XML cannot have the byte {:#04x}", static_cast<std::uint8_t>(c)));
            const bool is_end_tag = c == '<' && i + 1 < content_.size() && content_[i + 1] == '/';
            markup += (c == '<' && !is_end_tag) || c == '=' ? 1 : 0;
        }
        if (!is_utf8(content_))
            fail(start_, "the file is not UTF-8");
        if (markup > reading_.options.limits.nodes)
            reading_.fail(start_, fmt::format("there are more than {} elements and attributes",
                                              grouped(reading_.options.limits.nodes)));
    }

    pugi::xml_node only_root(const pugi::xml_document& document) {
        pugi::xml_node root;
        for (const pugi::xml_node& node : document) {
            switch (node.type()) {
            case pugi::node_element:
                if (root)
                    fail(place_of(node), fmt::format("a second root element <{}>", escaped(node.name())));
                root = node;
                break;
            case pugi::node_pcdata:
            case pugi::node_cdata:
                if (!is_blank(node.value()))
                    fail(place_of(node), "there is text outside the root element");
                break;
            case pugi::node_declaration:
                check_encoding(node);
                break;
            case pugi::node_doctype:
                if (std::string_view(node.value()).find("<!ENTITY") != std::string_view::npos)
                    reading_.report("config.xml.entities", place_of(node),
                                    "the DOCTYPE declares entities, which are not expanded here",
                                    "Write their text where they are used.");
                break;
            default:
                break;
            }
        }
        if (!root)
            fail(start_, "there is no root element, such as <clickhouse>");
        return root;
    }
    void check_encoding(const pugi::xml_node& declaration) {
        const std::string_view encoding = declaration.attribute("encoding").value();
        const auto is = [&](std::string_view name) {
            return std::ranges::equal(encoding, name,
                                      [](char a, char b) { return (a | 0x20) == (b | 0x20); });
        };
        if (!encoding.empty() && !is("UTF-8") && !is("US-ASCII"))
            fail(place_of(declaration),
                 fmt::format("the encoding {} cannot be read, only UTF-8 can", escaped(encoding)));
    }

    std::string decoded(std::string_view raw, Place place) const {
        DecodedText text = decode_xml_text(raw);
        if (!text.problem.empty())
            fail(place, std::move(text.problem));
        return std::move(text.text);
    }

    Node element(const pugi::xml_node& from, std::uint32_t depth) {
        Node node;
        node.place = place_of(from);
        reading_.check_depth(node.place, depth);
        node.text = from.name();
        reading_.charge(node.place, 0);
        for (const pugi::xml_attribute& attribute : from.attributes())
            add_attribute(node, attribute);
        for (const pugi::xml_node& child : from)
            add_child(node, child, depth);
        return node;
    }
    void add_attribute(Node& node, const pugi::xml_attribute& from) {
        reading_.charge_attribute(node.place, node.attributes.size(), 0);
        if (node.has(from.name()))
            fail(node.place,
                 fmt::format("<{}> has the attribute {} twice", escaped(node.text), escaped(from.name())));
        if (std::string_view(from.value()).find('<') != std::string_view::npos)
            fail(node.place,
                 fmt::format("< must be written as &lt; in the attribute {}", escaped(from.name())));
        node.attributes.push_back({from.name(), decoded(from.value(), node.place), node.place});
    }
    void add_child(Node& node, const pugi::xml_node& from, std::uint32_t depth) {
        if (from.type() == pugi::node_element) {
            node.children.push_back(element(from, depth + 1));
            return;
        }
        Node child;
        child.place = place_of(from);
        reading_.charge(child.place, 0);
        const bool is_cdata = from.type() == pugi::node_cdata;
        child.kind = is_cdata || from.type() == pugi::node_pcdata ? Node::Kind::text : Node::Kind::comment;
        if (is_cdata)
            child.text = from.value();
        else if (child.kind == Node::Kind::text)
            child.text = decoded(from.value(), child.place);
        node.children.push_back(std::move(child));
    }
};

} // namespace

Node read_xml(Reading& reading, std::string_view content, Place start, Lines lines) {
    return XmlReader(reading, content, start, lines).root();
}

} // namespace keeperfs::config
