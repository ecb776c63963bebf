#pragma once
// NuRaft's cluster configuration as Keeper stores it, little-endian: u64 index of the log entry that
// introduced it, u64 that of the one before, u8 asynchronous replication, i32 length of the user context and
// its bytes, i32 number of servers, then the servers.
#include <cstddef>
#include <string>

namespace keeperfs::keeper {

/// All of these fields as 0: no servers. Also the least that a configuration takes.
inline constexpr std::size_t empty_cluster_configuration_bytes = 25;
/// What a converter puts into a snapshot's metadata: the servers then take the members from their own
/// settings.
inline std::string empty_cluster_configuration() {
    return std::string(empty_cluster_configuration_bytes, '\0');
}

} // namespace keeperfs::keeper
