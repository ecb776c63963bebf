#pragma once
// What a configuration says of a Keeper, as one value for whoever needs hosts, ports, directories or disks.
#include "keeperfs/config/configuration.h"
#include "keeperfs/export.h"
#include "keeperfs/storage/s3_settings.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::config {

/// A member of the ensemble: an element of raft_configuration whose name begins with "server".
struct KEEPERFS_EXPORT RaftServer {
    std::string key; ///< "keeper_server.raft_configuration.server[1]"
    std::optional<std::int64_t> id;
    std::string hostname;
    std::optional<std::uint16_t> port;
    bool can_become_leader = true; ///< false: a learner, which follows and does not vote
    std::int64_t priority = 1;
    bool start_as_follower = false;

    std::string endpoint() const; ///< "host:port", as raft writes it
};

enum class DiskType : std::uint8_t { local, s3, s3_plain, other };

/// Of storage_configuration.disks.
struct DiskSettings {
    std::string key; ///< "storage_configuration.disks.fast"
    std::string name;
    DiskType type = DiskType::local;
    std::string type_name;     ///< as it is written; "local" where it is not
    std::string path;          ///< of a local one
    std::string endpoint;      ///< of the others
    std::string metadata_path; ///< of s3: its own, or by the rule of the kind of server
    storage::S3Settings s3;    ///< of the others; the keys only where the configuration has them
    std::optional<std::string> key_compatibility_prefix; ///< of s3: before the keys that its files shorten
    bool takes_keys_from_environment = true;             ///< where the configuration has none
};

/// Where something lies: in a directory, or on a disk.
struct StoragePlace {
    std::string path; ///< as it is written or follows from the rules; empty: on a disk
    std::string disk; ///< name of the disk; empty: a directory
    std::string key;  ///< which setting decided; empty: the default
    bool operator==(const StoragePlace&) const = default;
};

/// A Keeper on its own, or inside a ClickHouse server. They differ where nothing is said of directories.
enum class ServerKind : std::uint8_t { standalone, embedded };

/// What is not there, or has a value that is not of its type, stays at its default or is left out: check()
/// says so.
struct KEEPERFS_EXPORT KeeperSettings {
    ServerKind kind = ServerKind::standalone; ///< embedded where the file has what only ClickHouse reads
    std::optional<std::int64_t> server_id;
    std::optional<std::uint16_t> tcp_port, tcp_port_secure;
    std::optional<std::uint16_t> http_control_port, http_control_secure_port, prometheus_port;
    std::string readiness_path = "/ready";    ///< http_control.readiness.endpoint
    std::string prometheus_path = "/metrics"; ///< prometheus.endpoint
    std::vector<std::string> listen_hosts;    ///< empty: the server's default, ::1 and 127.0.0.1

    bool raft_is_secure = false;
    std::vector<RaftServer> servers;
    bool has_more_servers = false; ///< than are read

    std::optional<std::string> allow_list; ///< of four-letter words; nullopt: the server's default

    StoragePlace logs, latest_log;           ///< which are one unless a disk for the latest is named
    StoragePlace snapshots, latest_snapshot; ///< the same
    StoragePlace state;                      ///< the directory of the file state, by the rules from 23.7 on
    std::vector<StoragePlace> old_logs, old_snapshots;
    std::vector<DiskSettings> disks;
    bool force_sync = true;

    const RaftServer* own_server() const noexcept;                  ///< null: server_id is none of the ids
    const DiskSettings* disk(std::string_view name) const noexcept; ///< null: it is not defined
};

/// More members than this are not read.
inline constexpr std::size_t most_servers = 1000;

KEEPERFS_EXPORT KeeperSettings read_keeper_settings(const Configuration& configuration);

} // namespace keeperfs::config
