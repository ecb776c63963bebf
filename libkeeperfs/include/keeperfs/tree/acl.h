#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace keeperfs::tree {

/// Permission bits, the same in ZooKeeper and Keeper.
namespace permission {
inline constexpr std::int32_t read = 1, write = 2, create = 4, remove = 8, admin = 16, all = 31;
}

/// As clients write it: "cdrwa" for all, "" for none.
inline std::string permission_text(std::int32_t permissions) {
    std::string text;
    const auto add = [&](std::int32_t bit, char letter) {
        if ((permissions & bit) != 0)
            text += letter;
    };
    add(permission::create, 'c');
    add(permission::remove, 'd');
    add(permission::read, 'r');
    add(permission::write, 'w');
    add(permission::admin, 'a');
    return text;
}

struct Acl {
    std::int32_t permissions = 0;
    std::string scheme, id;
    auto operator<=>(const Acl&) const = default;
};
using AclList = std::vector<Acl>;

/// True for exactly [world:anyone with all permissions], which ZooKeeper calls open and Keeper stores as "no
/// ACL".
inline bool is_open(const AclList& list) {
    return list.size() == 1 && list[0].permissions == permission::all && list[0].scheme == "world" &&
           list[0].id == "anyone";
}

} // namespace keeperfs::tree
