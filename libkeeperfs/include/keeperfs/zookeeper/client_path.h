#pragma once
#include "keeperfs/base/bytes.h"
#include "keeperfs/export.h"

#include <cstdint>

namespace keeperfs::zookeeper {

/// What ZooKeeper makes of a path that another system let somebody create.
enum class PathUse : std::uint8_t {
    usable,
    /// The server holds the node, but refuses the path in every request (PathUtils.validatePath): control
    /// characters, U+D800 to U+F8FF, U+FFF0 to U+FFFF, and the parts "." and "..".
    unreachable,
    /// The server itself does not keep the path: bytes that are no UTF-8 become U+FFFD when it reads them,
    /// and a character beyond U+FFFF does when it is written and read again. Two names may become one.
    lost,
};
KEEPERFS_EXPORT PathUse use_of_path(Bytes path) noexcept;

} // namespace keeperfs::zookeeper
