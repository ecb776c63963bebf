#include "convert/acl_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace keeperfs::convert {

namespace {

std::optional<std::int32_t> parse_permissions(std::string_view letters) {
    constexpr std::pair<char, std::int32_t> known[] = {{'r', tree::permission::read},
                                                       {'w', tree::permission::write},
                                                       {'c', tree::permission::create},
                                                       {'d', tree::permission::remove},
                                                       {'a', tree::permission::admin}};
    std::int32_t bits = 0;
    for (const char letter : letters) {
        const auto* const found =
            std::ranges::find(known, letter, [](const auto& entry) { return entry.first; });
        if (found == std::end(known))
            return std::nullopt;
        bits |= found->second;
    }
    return letters.empty() ? std::nullopt : std::optional(bits);
}

} // namespace

std::optional<AclTarget> parse_acl_target(std::string_view text) {
    const auto [scheme, rest] = split_at(text, ':');
    const auto [user, behind_user] = split_at(rest, ':');
    AclTarget target{std::string(scheme), std::string(user), {}};
    std::string_view permissions = behind_user;
    if (scheme == "digest") {
        const auto [hash, last] = split_at(behind_user, ':');
        if (user.empty() || hash.empty())
            return std::nullopt;
        target.id = fmt::format("{}:{}", user, hash);
        permissions = last;
    } else if (scheme != "world" || user != "anyone") {
        return std::nullopt;
    }
    if (permissions.empty())
        return target;
    target.permissions = parse_permissions(permissions);
    return target.permissions ? std::optional(target) : std::nullopt;
}

} // namespace keeperfs::convert
