#pragma once
#include "keeperfs/base/json_writer.h"

#include <string>
#include <string_view>
#include <vector>

/// A member that is an array of texts.
inline void add_texts(keeperfs::JsonWriter& json, std::string_view name,
                      const std::vector<std::string>& texts) {
    json.key(name).begin_array();
    for (const std::string& text : texts)
        json.text(text);
    json.end_array();
}
