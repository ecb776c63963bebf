#pragma once
#include <string>
#include <string_view>

namespace keeperfs {

inline constexpr std::string_view base64_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// False for what base64() cannot have written; `out` may have grown then.
bool append_decoded_base64(std::string& out, std::string_view text);

} // namespace keeperfs
