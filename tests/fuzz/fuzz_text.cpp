// Input: text that somebody gave or that stood in a file.
#include "fuzz/fuzz_target.h"

#include "keeperfs/base/text.h"
#include "keeperfs/convert/zookeeper_to_keeper.h"

namespace keeperfs::fuzz {

namespace {

/// Unicode's table of well-formed sequences, one row after the other.
bool is_plainly_utf8(Bytes text) {
    const auto follows = [&](std::size_t at, std::uint8_t least = 0x80, std::uint8_t most = 0xbf) {
        return at < text.size() && text[at] >= least && text[at] <= most;
    };
    std::size_t i = 0;
    while (i < text.size()) {
        const std::uint8_t first = text[i];
        if (first <= 0x7f)
            i += 1;
        else if (first >= 0xc2 && first <= 0xdf && follows(i + 1))
            i += 2;
        else if (first >= 0xe0 && first <= 0xef &&
                 follows(i + 1, first == 0xe0 ? 0xa0 : 0x80, first == 0xed ? 0x9f : 0xbf) && follows(i + 2))
            i += 3;
        else if (first >= 0xf0 && first <= 0xf4 &&
                 follows(i + 1, first == 0xf0 ? 0x90 : 0x80, first == 0xf4 ? 0x8f : 0xbf) && follows(i + 2) &&
                 follows(i + 3))
            i += 4;
        else
            return false;
    }
    return true;
}

bool is_control(const std::string& text, std::size_t at) {
    const auto byte = static_cast<std::uint8_t>(text[at]);
    // U+0080 to U+009F are controls, too.
    const bool c1 = byte == 0xc2 && at + 1 < text.size() && static_cast<std::uint8_t>(text[at + 1]) < 0xa0;
    return byte < 0x20 || byte == 0x7f || c1;
}

void check_escaped(std::string_view text) {
    require(is_utf8(text) == is_plainly_utf8(as_bytes(text)), "is_utf8 is wrong");
    const std::string safe = escaped(text);
    require(is_plainly_utf8(as_bytes(safe)), "escaped text is no UTF-8");
    for (std::size_t i = 0; i < safe.size(); ++i)
        require(!is_control(safe, i), "escaped text has a control character");
}

void check_numbers(std::string_view text) {
    if (const auto size = parse_size(text))
        require(parse_size(std::to_string(*size)) == size, "a size changes as text");
    if (const auto zxid = parse_zxid(text); zxid && *zxid >= 0) {
        require(parse_zxid(std::to_string(*zxid)) == zxid, "a zxid changes as text");
        require(parse_zxid(hex(*zxid)) == zxid, "a zxid changes as hexadecimal text");
    }
}

void check_time(std::string_view text) {
    const auto time = parse_time(text);
    if (!time)
        return;
    const std::string written = time_text(*time);
    // Beyond the year 9999 there is no RFC 3339.
    constexpr std::int64_t year_10000 = 253'402'300'800'000, year_0 = -62'167'219'200'000;
    if (*time >= year_0 && *time < year_10000)
        require(parse_time(written) == time, "a time changes as text");
}

void check_acl_rule(std::string_view text) {
    const auto rule = convert::parse_acl_rule(text);
    if (!rule)
        return;
    require(rule->to_scheme == "world" ? rule->to_id == "anyone" : rule->to_scheme == "digest",
            "a rule leads to a foreign scheme");
    require(!rule->from_scheme.empty() && !rule->from_id.empty() && !rule->to_id.empty(),
            "a rule is half empty");
    require(!rule->to_permissions ||
                (*rule->to_permissions > 0 && *rule->to_permissions <= tree::permission::all),
            "a rule gives permissions that do not exist");
}

} // namespace

void run_one(Bytes bytes) {
    const std::string_view text = as_text(bytes);
    check_escaped(text);
    check_numbers(text);
    check_time(text);
    check_acl_rule(text);
    require(base64(bytes).size() == (bytes.size() + 2) / 3 * 4, "base64 has another length");
    require(hex_bytes(bytes).size() == 2 * bytes.size(), "hexadecimal text has another length");
}

} // namespace keeperfs::fuzz
