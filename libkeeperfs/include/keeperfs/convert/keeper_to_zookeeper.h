#pragma once
// The way back: a Keeper's tree becomes a directory that a ZooKeeper server starts from.
#include "keeperfs/base/finding.h"
#include "keeperfs/convert/change.h"
#include "keeperfs/convert/zookeeper_to_keeper.h"
#include "keeperfs/export.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/keeper/replay_directory.h"
#include "keeperfs/storage/disk.h"
#include "keeperfs/zookeeper/releases.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::convert {

/// Nodes with names that ZooKeeper does not keep, see zookeeper::PathUse::lost.
enum class LostNamePolicy : std::uint8_t { fail, drop };

struct KeeperToZooKeeperOptions {
    /// Becomes a dataDir: a directory with version-2 in it. Must not exist yet, or be empty.
    std::string output_dir;
    zookeeper::Release release{3, 8};
    /// false: for servers that run with digest.enabled=false; then no section follows the nodes.
    bool with_digest = true;
    SessionPolicy sessions = SessionPolicy::keep; ///< drop: ephemeral nodes are left out as well
    /// `automatic` keeps containers and TTL nodes and refuses a TTL that ZooKeeper cannot hold; `fail`
    /// refuses all of them.
    SpecialNodePolicy special_nodes = SpecialNodePolicy::automatic;
    LostNamePolicy lost_names = LostNamePolicy::fail; ///< drop: with all below them
    bool dry_run = false;
    /// How much of a tree whose nodes stand before their parents is held in memory in one reading.
    std::uint64_t most_held_bytes = std::uint64_t{256} << 20;
};

struct KeeperToZooKeeperReport {
    std::string source; ///< the snapshot, or the directory that was replayed
    std::uint64_t log_index = 0;
    std::int64_t source_zxid = 0;
    std::optional<std::uint64_t> replayed_records; ///< nullopt: a snapshot alone

    std::uint64_t nodes = 0, data_bytes = 0, ephemerals = 0, containers = 0, ttl_nodes = 0;
    std::uint64_t sessions = 0, acls = 0;
    std::uint64_t left_out = 0;           ///< nodes
    std::vector<std::string> added_paths; ///< of ZooKeeper's own nodes that the tree did not have
    /// Nodes whose cversion, as ZooKeeper shows it, is not the one that Keeper showed.
    std::uint64_t other_cversions = 0;
    std::vector<Change> changes;
    std::vector<Finding> findings; ///< of the replay: what of the log could not be used
    unsigned readings = 0;         ///< of the tree, for the writing

    std::string output_file; ///< what a dry run would have written
    bool written = false;
    std::uint64_t output_bytes = 0;
    std::string output_sha256;
    std::int64_t zxid = 0; ///< of the name; the next transaction is the one behind it
    zookeeper::Release release;
    std::optional<std::uint64_t> digest; ///< as stored
    std::vector<std::string> next_steps;
    double seconds = 0;
    std::uint64_t peak_memory_bytes = 0;
};

/// Reads the snapshot once for what its tree is, then for the writing, parents first: once where parents
/// stand before their children, a few times more where they do not. What is written is read back and compared
/// before it gets its name. Memory: 46 bytes a node and `most_held_bytes`. Throws Error; then nothing was
/// left behind: refused for what ZooKeeper cannot hold (counters beyond 32 bits, names, TTLs) and for an
/// output in the way, bad_input for a damaged tree.
KEEPERFS_EXPORT KeeperToZooKeeperReport keeper_to_zookeeper(io::FileSystem& files,
                                                            const std::string& snapshot_file,
                                                            const KeeperToZooKeeperOptions& options,
                                                            io::Meter* meter);
/// The same of the tree that a replay has come to.
KEEPERFS_EXPORT KeeperToZooKeeperReport keeper_to_zookeeper(io::FileSystem& files,
                                                            const keeper::ReplayedDirectory& replayed,
                                                            storage::Disk& snapshots,
                                                            const KeeperToZooKeeperOptions& options,
                                                            io::Meter* meter);

/// The report as the JSON document that keeperctl-to-zookeeper(1) describes.
KEEPERFS_EXPORT std::string to_json(const KeeperToZooKeeperReport& report);

} // namespace keeperfs::convert
