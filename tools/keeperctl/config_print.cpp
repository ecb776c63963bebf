#include "config_print.h"

#include "keeperfs/base/text.h"
#include "keeperfs/config/secrets.h"

#include <fmt/format.h>

using namespace keeperfs;
using config::Entry;
using config::Origin;
using config::Value;

namespace {

std::string shown(std::string_view text, bool is_secret) {
    if (is_secret)
        return hidden;
    const bool needs_quotes = text.empty() ||
                              std::string_view(" \t\r\n").find(text.front()) != std::string_view::npos ||
                              std::string_view(" \t\r\n").find(text.back()) != std::string_view::npos;
    return needs_quotes ? fmt::format("\"{}\"", escaped(text)) : escaped(text);
}

} // namespace

std::string place_text(const Origin& origin) {
    return origin.line > 0 ? fmt::format("{}:{}", escaped(origin.file), origin.line) : escaped(origin.file);
}

std::string value_text(const Value& value, bool is_secret) {
    return shown(value.text, is_secret || value.is_encrypted);
}

std::string remark_text(const Value& value) {
    if (value.is_encrypted)
        return "encrypted, not shown";
    if (value.substitution.empty())
        return "";
    return value.is_resolved ? fmt::format("by {}", value.substitution)
                             : fmt::format("{} was not found", value.substitution);
}

std::string entry_text(const Entry& entry) {
    const bool is_secret = config::is_secret(entry.key, entry.value);
    const std::string remark = remark_text(entry.value);
    std::string out =
        fmt::format("{} = {}  ({}{}{})\n", escaped(entry.key), value_text(entry.value, is_secret),
                    place_text(entry.value.origin), remark.empty() ? "" : "; ", remark);
    for (auto past = entry.value.overrode.rbegin(); past != entry.value.overrode.rend(); ++past)
        out += fmt::format("    over {}  ({})\n", shown(past->text, is_secret || entry.value.is_encrypted),
                           place_text(past->origin));
    return out;
}

void add_members(JsonWriter& json, const Value& value, bool is_secret) {
    const bool is_hidden = is_secret || value.is_encrypted;
    const auto add_text = [&](std::string_view text) {
        json.key("value");
        is_hidden ? json.null() : json.text(text);
    };
    add_text(value.text);
    json.member("hidden", is_hidden).member("file", value.origin.file).member("line", value.origin.line);
    if (!value.substitution.empty())
        json.member("substitution", value.substitution).member("resolved", value.is_resolved);
    if (value.is_encrypted)
        json.member("encrypted", true);
    json.key("overrode").begin_array();
    for (const config::PastValue& past : value.overrode) {
        json.begin_object();
        add_text(past.text);
        json.member("file", past.origin.file).member("line", past.origin.line).end_object();
    }
    json.end_array();
}

void add_entry(JsonWriter& json, const Entry& entry) {
    json.begin_object().member("key", entry.key);
    add_members(json, entry.value, config::is_secret(entry.key, entry.value));
    json.end_object();
}
