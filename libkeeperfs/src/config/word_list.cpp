#include "keeperfs/config/word_list.h"

#include <algorithm>

namespace keeperfs::config {

std::vector<std::string> words_in(std::string_view list) {
    std::vector<std::string> words;
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        std::string_view word = list.substr(0, comma);
        list.remove_prefix(std::min(comma + 1, list.size()));
        while (!word.empty() && std::string_view(" \t\r\n").find(word.front()) != std::string_view::npos)
            word.remove_prefix(1);
        while (!word.empty() && std::string_view(" \t\r\n").find(word.back()) != std::string_view::npos)
            word.remove_suffix(1);
        if (!word.empty())
            words.emplace_back(word);
    }
    return words;
}

std::vector<std::string_view> missing_words(std::string_view list, std::span<const std::string_view> wanted) {
    const std::vector<std::string> words = words_in(list);
    std::vector<std::string_view> missing;
    for (const std::string_view word : wanted)
        if (std::ranges::none_of(words, [&](const std::string& one) { return one == "*" || one == word; }))
            missing.push_back(word);
    return missing;
}

} // namespace keeperfs::config
