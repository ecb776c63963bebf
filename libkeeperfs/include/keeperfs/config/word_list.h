#pragma once
// The value of four_letter_word_allow_list.
#include "keeperfs/export.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::config {

/// The words of the list, without the blanks around them.
KEEPERFS_EXPORT std::vector<std::string> words_in(std::string_view list);
/// Those that it does not allow; "*" in it allows all.
KEEPERFS_EXPORT std::vector<std::string_view> missing_words(std::string_view list,
                                                            std::span<const std::string_view> wanted);

} // namespace keeperfs::config
