#pragma once
// The files of the nodes of a new ensemble.
#include "keeperfs/config/check.h"
#include "keeperfs/export.h"
#include "keeperfs/io/filesystem.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::config {

struct NewMember {
    std::int32_t id = 0;
    std::string host;
    std::uint16_t port = 9234; ///< raft's
    bool is_learner = false;
    std::int32_t priority = 1;
};

/// "1=keeper1:9234", "2=[fd00::2]:9234", "3=keeper3": as the option --server has it. Error(usage) for what
/// names no member.
KEEPERFS_EXPORT NewMember parse_member(std::string_view given);

struct NewDisk {
    std::string name, type; ///< local, s3 or s3_plain
    std::string place;      ///< a directory, or the URL of bucket and prefix; each node gets its id below it
};

inline constexpr int port_step_on_one_host = 10;

/// Of members on one host each has ports that are greater by 10 than those of the one before it (but raft's,
/// which is given), and directories of its own.
struct NewEnsemble {
    std::vector<NewMember> members;
    std::uint16_t client_port = 9181;
    std::optional<std::uint16_t> secure_client_port, http_port, prometheus_port;
    std::string listen_host = "0.0.0.0";
    std::string storage_path = "/var/lib/clickhouse-keeper";

    bool raft_tls = false; ///< between the members
    std::string certificate = "/etc/clickhouse-keeper/server.crt";
    std::string private_key = "/etc/clickhouse-keeper/server.key";
    std::string ca = "/etc/clickhouse-keeper/ca.crt";

    std::vector<NewDisk> disks;
    std::string log_disk, latest_log_disk, snapshot_disk, latest_snapshot_disk; ///< names, or empty

    enum class Syntax : std::uint8_t { xml, yaml };
    Syntax syntax = Syntax::xml;
};

/// The file of one member. Error(usage) for what cannot be meant: an id that occurs twice, a disk that is
/// not there, control characters.
KEEPERFS_EXPORT std::string configuration_of(const NewEnsemble& ensemble, const NewMember& member);

/// Only the section raft_configuration, in the elements around it, as XML.
KEEPERFS_EXPORT std::string raft_configuration_of(const std::vector<NewMember>& members);

struct NewNode {
    std::int32_t id;
    std::string file;
};
struct WrittenEnsemble {
    std::vector<NewNode> nodes;
    std::vector<ConfigFinding> findings; ///< warnings, and notes about the releases that are asked about
};

/// Writes keeper-<id>/keeper_config.xml for each member below `directory`, which gets its name when all are
/// written, read back and checked. Error(refused) when it is there and not empty, Error(usage) when the check
/// finds an error.
KEEPERFS_EXPORT WrittenEnsemble write_ensemble(io::FileSystem& files, const NewEnsemble& ensemble,
                                               const std::string& directory, const CheckPlan& plan);

} // namespace keeperfs::config
