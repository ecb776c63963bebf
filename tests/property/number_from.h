#pragma once
// Seeds and counts come from the environment.
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace keeperfs::property {

inline std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
    const char* const text = std::getenv(variable);
    std::uint64_t value = otherwise;
    if (text != nullptr)
        std::from_chars(text, text + std::string_view(text).size(), value);
    return value;
}

} // namespace keeperfs::property
