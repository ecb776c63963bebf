#pragma once
// NuRaft's cluster configuration as Keeper stores it (keeper-files 7.2), little-endian: u64 index of the log
// entry that introduced it, u64 that of the one before, u8 asynchronous replication, i32 length of the user
// context and its bytes, i32 number of servers, then for each: i32 id, i32 data centre, endpoint and aux as
// text with a NUL behind, u8 flags (1 learner, 2 new joiner), i32 priority.
#include "keeperfs/base/bytes.h"
#include "keeperfs/export.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace keeperfs::keeper {

struct ClusterServer {
    std::int32_t id = 0;
    std::int32_t data_center = 0;
    std::string endpoint; ///< host:port
    std::string aux;
    bool learner = false; ///< can_become_leader is off in its settings
    bool new_joiner = false;
    std::int32_t priority = 1;
    bool operator==(const ClusterServer&) const = default;
};

struct ClusterConfig {
    std::uint64_t log_index = 0;      ///< of the entry that introduced it; 0 initially
    std::uint64_t previous_index = 0; ///< of the configuration before
    bool async_replication = false;
    std::string user_context;
    std::vector<ClusterServer> servers;
    bool operator==(const ClusterConfig&) const = default;
};

/// All of these fields as 0: no servers. Also the least that a configuration takes.
inline constexpr std::size_t empty_cluster_configuration_bytes = 25;
/// What a converter puts into a snapshot's metadata: the servers then take the members from their own
/// settings.
inline std::string empty_cluster_configuration() {
    return std::string(empty_cluster_configuration_bytes, '\0');
}

/// `offset`: of the first byte in its file, for errors. Damage, and bytes left over, throw Error(bad_input).
KEEPERFS_EXPORT ClusterConfig decode_cluster_config(Bytes encoded, std::uint64_t offset);
KEEPERFS_EXPORT std::string encode_cluster_config(const ClusterConfig& config);

} // namespace keeperfs::keeper
