#pragma once
// Values of a configuration by their types; what is not of its type is as if it were not there.
#include "keeperfs/config/configuration.h"
#include "keeperfs/config/values.h"

#include <filesystem>

namespace keeperfs::config {

inline std::string text_at(const Configuration& configuration, const std::string& key) {
    const auto value = configuration.value(key);
    return value ? value->text : "";
}
inline std::optional<std::int64_t> integer_at(const Configuration& configuration, const std::string& key) {
    const auto value = configuration.value(key);
    return value ? integer_of(value->text) : std::nullopt;
}
inline bool boolean_at(const Configuration& configuration, const std::string& key, bool otherwise) {
    const auto value = configuration.value(key);
    return value ? boolean_of(value->text).value_or(otherwise) : otherwise;
}

/// std::filesystem::path::parent_path(): a slash at the end is the end of the name before it.
inline std::string parent_of(const std::string& path) {
    return std::filesystem::path(path).parent_path().string();
}

} // namespace keeperfs::config
