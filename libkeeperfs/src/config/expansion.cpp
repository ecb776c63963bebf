#include "config/expansion.h"

namespace keeperfs::config {

namespace {

constexpr int deepest = 10; // Poco's own limit
constexpr std::size_t longest = longest_expansion;
constexpr std::size_t most_references = 10'000;

bool append_expanded(Expanded& out, const KeyIndex& keys, std::string_view text, int depth) {
    if (depth > deepest)
        return false;
    while (!text.empty() && out.text.size() <= longest) {
        const std::size_t start = text.find("${");
        out.text += text.substr(0, start);
        if (start == std::string_view::npos)
            break;
        text.remove_prefix(start + 2);
        const std::string_view key = text.substr(0, text.find('}'));
        text.remove_prefix(std::min(key.size() + 1, text.size()));
        const Found found = keys.find(key);
        if (found.element == nullptr) {
            out.text.append("${").append(key).append("}");
            continue;
        }
        if (out.references.size() == most_references)
            return false;
        out.references.emplace_back(key);
        const std::string raw =
            found.attribute != nullptr ? found.attribute->value : found.element->inner_text(longest);
        if (!append_expanded(out, keys, raw, depth + 1))
            return false;
    }
    return out.text.size() <= longest;
}

} // namespace

std::optional<Expanded> expanded(const KeyIndex& keys, std::string text) {
    if (text.find("${") == std::string::npos)
        return Expanded{std::move(text), {}};
    Expanded out;
    if (!append_expanded(out, keys, text, 1))
        return std::nullopt;
    return out;
}

} // namespace keeperfs::config
