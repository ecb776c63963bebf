#include "keeperfs/inspect/node_json.h"

#include "keeperfs/base/text.h"

#include <charconv>

namespace keeperfs::inspect {

namespace {

constexpr std::string_view digits = "0123456789abcdef";

void append_integer(std::string& out, std::int64_t value) {
    std::array<char, 20> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    out.append(text.data(), end);
}

void append_hex(std::string& out, std::int64_t value) {
    std::array<char, 16> text;
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), static_cast<std::uint64_t>(value), 16).ptr;
    out += "\"0x";
    out.append(text.data(), end);
    out += '"';
}

/// Printable ASCII but for the quote and the backslash: what stands for itself in a JSON string.
bool is_plain(char c) noexcept {
    const auto byte = static_cast<std::uint8_t>(c);
    return byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\';
}

void append_escape(std::string& out, unsigned code) {
    out += "\\u00";
    out += digits[code >> 4];
    out += digits[code & 15];
}

/// The length of the character at the front when that is well-formed UTF-8, 0 otherwise.
std::size_t character_length(std::string_view text) noexcept {
    for (std::size_t n = 1; n <= std::min<std::size_t>(4, text.size()); ++n)
        if (is_utf8(text.substr(0, n)))
            return n;
    return 0;
}

/// What stands at the front and is not plain.
void append_unusual(std::string& out, std::string_view& text) {
    const std::size_t length = character_length(text);
    const auto first = static_cast<std::uint8_t>(text[0]);
    const auto second = text.size() > 1 ? static_cast<std::uint8_t>(text[1]) : std::uint8_t{0};
    if (length == 0)
        out += "\xef\xbf\xbd";
    else if (first == '"' || first == '\\')
        (out += '\\') += text[0];
    else if (length == 1)
        append_escape(out, first);
    else if (length == 2 && first == 0xc2 && second < 0xa0)
        append_escape(out, second);
    else
        out += text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
}

} // namespace

void append_json_text(std::string& out, std::string_view text) {
    out += '"';
    while (!text.empty()) {
        const auto plain_end = std::ranges::find_if_not(text, is_plain);
        const auto plain = static_cast<std::size_t>(plain_end - text.begin());
        out += text.substr(0, plain);
        text.remove_prefix(plain);
        if (!text.empty())
            append_unusual(out, text);
    }
    out += '"';
}

const std::string& NodeJson::acl(std::uint64_t id) {
    static const std::string open = "[]", unknown = "null";
    if (id == 0)
        return open;
    for (; acls_known_ < acls_.size(); ++acls_known_) {
        std::string& json = acl_json_[acls_[acls_known_].id];
        for (const tree::Acl& entry : acls_[acls_known_].list) {
            json += json.empty() ? "[[" : ",[";
            append_integer(json, entry.permissions);
            json += ',';
            append_json_text(json, entry.scheme);
            json += ',';
            append_json_text(json, entry.id);
            json += ']';
        }
        json += json.empty() ? "[]" : "]";
    }
    const auto found = acl_json_.find(id);
    return found == acl_json_.end() ? unknown : found->second;
}

void NodeJson::append_time(std::string& out, std::int64_t ms_since_1970) {
    constexpr std::int64_t ms_a_day = 24 * std::int64_t{3'600'000};
    constexpr std::int64_t first_ms = -62'135'596'800'000, last_ms = 253'402'300'799'999; // years 1 to 9999
    out += '"';
    if (ms_since_1970 < first_ms || ms_since_1970 > last_ms) {
        out += time_text(ms_since_1970);
    } else {
        const std::int64_t day = ms_since_1970 / ms_a_day - (ms_since_1970 % ms_a_day < 0 ? 1 : 0);
        if (day != day_) {
            const std::string midnight = time_text(day * ms_a_day);
            day_ = day;
            day_text_ = midnight.substr(0, midnight.find('T') + 1);
        }
        const auto ms = static_cast<unsigned>(ms_since_1970 - day * ms_a_day);
        std::array<char, 13> clock{'0', '0', ':', '0', '0', ':', '0', '0', '.', '0', '0', '0', 'Z'};
        const auto put = [&](std::size_t at, std::size_t width, unsigned value) {
            for (; width > 0; value /= 10)
                clock[at + --width] = static_cast<char>('0' + value % 10);
        };
        put(0, 2, ms / 3'600'000);
        put(3, 2, ms / 60'000 % 60);
        put(6, 2, ms / 1000 % 60);
        put(9, 3, ms % 1000);
        out += day_text_;
        out.append(clock.data(), clock.size());
    }
    out += '"';
}

void NodeJson::append_members(std::string& out, const keeper::SnapshotNode& node, NodeData data) {
    const tree::Stat& stat = node.stat;
    const auto number = [&](std::string_view name, std::int64_t value) {
        out += name;
        append_integer(out, value);
    };
    const auto id = [&](std::string_view name, std::int64_t value) {
        out += name;
        append_hex(out, value);
    };
    out += "\"path\":";
    append_json_text(out, as_text(node.path));
    if (!is_utf8(as_text(node.path))) {
        out += ",\"path_b64\":\"";
        append_base64(out, node.path);
        out += '"';
    }
    if (data == NodeData::with) {
        out += ",\"data_b64\":\"";
        append_base64(out, node.data);
        out += '"';
    }
    (out += ",\"acl\":") += acl(node.acl_id);
    id(",\"czxid\":", stat.czxid);
    id(",\"mzxid\":", stat.mzxid);
    out += ",\"ctime\":";
    append_time(out, stat.ctime);
    out += ",\"mtime\":";
    append_time(out, stat.mtime);
    number(",\"version\":", stat.version);
    number(",\"cversion\":", stat.cversion);
    number(",\"aversion\":", stat.aversion);
    id(",\"ephemeral_owner\":", stat.ephemeral_owner);
    id(",\"pzxid\":", stat.pzxid);
    number(",\"num_children\":", node.num_children);
    number(",\"data_length\":", static_cast<std::int64_t>(node.data.size()));
    number(",\"seq_num\":", node.seq_num);
    if (node.ttl_ms)
        number(",\"ttl_ms\":", *node.ttl_ms);
    else
        out += ",\"ttl_ms\":null";
    out += node.is_sequential ? ",\"is_sequential\":true" : ",\"is_sequential\":false";
}

} // namespace keeperfs::inspect
