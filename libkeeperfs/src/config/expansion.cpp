#include "config/expansion.h"

namespace keeperfs::config {

namespace {

constexpr int deepest = 10; // Poco's own limit
constexpr std::size_t longest = std::size_t{1} << 20;

bool append_expanded(std::string& out, const KeyIndex& keys, std::string_view text, int depth) {
    if (depth > deepest)
        return false;
    while (!text.empty() && out.size() <= longest) {
        const std::size_t start = text.find("${");
        out += text.substr(0, start);
        if (start == std::string_view::npos)
            return true;
        text.remove_prefix(start + 2);
        const std::string_view key = text.substr(0, text.find('}'));
        text.remove_prefix(std::min(key.size() + 1, text.size()));
        const Found found = keys.find(key);
        if (found.element == nullptr)
            out.append("${").append(key).append("}");
        else if (!append_expanded(out, keys,
                                  found.attribute ? found.attribute->value : found.element->inner_text(),
                                  depth + 1))
            return false;
    }
    return out.size() <= longest;
}

} // namespace

std::optional<std::string> expanded(const KeyIndex& keys, std::string text) {
    if (text.find("${") == std::string::npos)
        return text;
    std::string out;
    if (!append_expanded(out, keys, text, 1))
        return std::nullopt;
    return out;
}

} // namespace keeperfs::config
