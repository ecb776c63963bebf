// The words of FourLetterCommand.cpp, and of the list in CoordinationSettings.cpp that holds when the
// configuration has none.
#include "config/catalogue_rows.h"

namespace keeperfs::config {

namespace {

constexpr Lifetime first_words = between({21, 10}, {21, 12});

constexpr FourLetterWord words[] = {
    {"apiv", since(22, 7), true, false},
    {"clrs", about(23, 3), true, true},
    {"conf", first_words, true, false},
    {"cons", first_words, true, false},
    {"crst", first_words, true, true},
    {"csnp", about(22, 11), true, true},
    {"dirs", first_words, true, false},
    {"dump", first_words, false, false},
    {"envi", first_words, true, false},
    {"ftfl", since(23, 6), true, false},
    {"isro", first_words, true, false},
    {"jmdp", between({23, 2}, {24, 1}), true, true},
    {"jmep", between({23, 2}, {24, 1}), true, true},
    {"jmfp", between({23, 2}, {24, 1}), true, true},
    {"jmst", between({23, 2}, {24, 1}), true, false},
    {"lgif", about(22, 11), true, false},
    {"lgrq", between({25, 2}, {25, 8}), true, true},
    {"mntr", first_words, true, false},
    {"pfev", between({24, 6}, stage_24_10), true, false},
    {"rclc", between({22, 11}, {23, 3}), true, true},
    {"rcvr", about(22, 5), true, true},
    {"rqld", between({22, 10}, {23, 1}), true, true},
    {"ruok", first_words, true, false},
    {"srst", first_words, true, true},
    {"srvr", first_words, true, false},
    {"stat", first_words, true, false},
    {"wchc", first_words, false, false},
    {"wchp", first_words, false, false},
    {"wchs", first_words, true, false},
    {"ydld", between({23, 9}, {23, 12}), true, true},
};
static_assert(std::ranges::is_sorted(words, {}, &FourLetterWord::word));

} // namespace

std::span<const FourLetterWord> four_letter_words() noexcept { return words; }

const FourLetterWord* find_four_letter_word(std::string_view word) noexcept {
    const auto found = std::ranges::lower_bound(words, word, {}, &FourLetterWord::word);
    return found != std::end(words) && found->word == word ? found : nullptr;
}

} // namespace keeperfs::config
