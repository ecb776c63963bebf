#pragma once
// Paths as ZooKeeper's files spell them: the root is "" in snapshots and "/" in setData and setACL records.
#include "keeperfs/base/bytes.h"

#include <string_view>

namespace keeperfs::zookeeper {

inline constexpr std::string_view system_path = "/zookeeper";
inline constexpr std::string_view quota_root = "/zookeeper/quota";
inline constexpr std::string_view config_path = "/zookeeper/config";

/// The snapshot's spelling.
inline Bytes normalised(Bytes path) noexcept {
    return path.size() == 1 && path[0] == '/' ? path.first(0) : path;
}

/// Of an absolute path that is not the root: everything before the last slash.
inline Bytes parent_of(Bytes path) noexcept {
    return as_bytes(as_text(path).substr(0, as_text(path).rfind('/')));
}

inline bool is_at_or_below(std::string_view path, std::string_view top) noexcept {
    return path.starts_with(top) && (path.size() == top.size() || path[top.size()] == '/');
}

} // namespace keeperfs::zookeeper
