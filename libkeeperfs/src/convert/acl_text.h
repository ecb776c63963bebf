#pragma once
// ACLs as people type them: world:anyone[:PERMS], digest:USER:HASH[:PERMS], permissions as letters of cdrwa.
#include "keeperfs/tree/acl.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace keeperfs::convert {

struct AclTarget {
    std::string scheme, id;
    std::optional<std::int32_t> permissions;
};
/// nullopt for what Keeper could not match with any session.
std::optional<AclTarget> parse_acl_target(std::string_view text);

/// The whole text and nothing when `at` is not in it.
inline std::pair<std::string_view, std::string_view> split_at(std::string_view text, char at) {
    const std::size_t place = text.find(at);
    return place == std::string_view::npos ? std::pair(text, std::string_view())
                                           : std::pair(text.substr(0, place), text.substr(place + 1));
}

} // namespace keeperfs::convert
