#include "config/xml_text.h"

#include "keeperfs/base/text.h"

#include <charconv>
#include <utility>

namespace keeperfs::config {

namespace {

constexpr std::pair<std::string_view, char> entities[] = {
    {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};

/// The Char production of XML 1.0.
bool is_xml_character(std::uint32_t code) {
    return code == '\t' || code == '\n' || code == '\r' || (code >= 0x20 && code <= 0xd7ff) ||
           (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}

void append_utf8(std::string& out, std::uint32_t code) {
    const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xc0 | code >> 6);
        put(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        put(0xe0 | code >> 12);
        put(0x80 | (code >> 6 & 0x3f));
        put(0x80 | (code & 0x3f));
    } else {
        put(0xf0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3f));
        put(0x80 | (code >> 6 & 0x3f));
        put(0x80 | (code & 0x3f));
    }
}

/// "#65", "#x41".
bool append_number(std::string& out, std::string_view name) {
    name.remove_prefix(1);
    const bool is_hex = name.starts_with('x');
    if (is_hex)
        name.remove_prefix(1);
    std::uint32_t code = 0;
    const auto [end, problem] =
        std::from_chars(name.data(), name.data() + name.size(), code, is_hex ? 16 : 10);
    if (problem != std::errc() || end != name.data() + name.size() || !is_xml_character(code))
        return false;
    append_utf8(out, code);
    return true;
}

bool append_reference(std::string& out, std::string_view name) {
    if (name.starts_with('#'))
        return append_number(out, name);
    for (const auto& [known, character] : entities)
        if (name == known) {
            out += character;
            return true;
        }
    return false;
}

} // namespace

DecodedText decode_xml_text(std::string_view raw) {
    constexpr std::size_t longest_name = 40;
    DecodedText decoded;
    while (!raw.empty()) {
        const std::size_t ampersand = raw.find('&');
        decoded.text += raw.substr(0, ampersand);
        if (ampersand == std::string_view::npos)
            break;
        raw.remove_prefix(ampersand + 1);
        const std::size_t end = raw.substr(0, longest_name).find(';');
        if (end == std::string_view::npos) {
            decoded.problem = "& must be written as &amp;";
            return decoded;
        }
        if (!append_reference(decoded.text, raw.substr(0, end))) {
            decoded.problem = fmt::format("&{}; is none of XML's own entities", escaped(raw.substr(0, end)));
            return decoded;
        }
        raw.remove_prefix(end + 1);
    }
    return decoded;
}

} // namespace keeperfs::config
