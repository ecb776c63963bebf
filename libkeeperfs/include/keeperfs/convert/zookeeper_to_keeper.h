#pragma once
// A stopped ZooKeeper's files become a Keeper snapshot on which every client sees the tree that it saw
// before.
#include "keeperfs/convert/change.h"
#include "keeperfs/export.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/keeper/snapshot_format.h"
#include "keeperfs/keeper/snapshot_reader.h"
#include "keeperfs/zookeeper/restore.h"
#include "keeperfs/zookeeper/znode_kind.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::convert {

enum class SessionPolicy : std::uint8_t { keep, drop };
/// Container and TTL nodes. `automatic`: kept where the snapshot version holds them and Keeper's rules allow
/// it.
enum class SpecialNodePolicy : std::uint8_t { automatic, persistent, fail };
/// ACL lists with a scheme that Keeper does not know.
enum class AclPolicy : std::uint8_t { keep, open, fail };

/// "sasl:*=world:anyone:cdrwa": entries of this scheme and id become that entry. Without permissions they
/// keep theirs.
struct AclRule {
    std::string from_scheme, from_id; ///< id "*": any
    std::string to_scheme, to_id;
    std::optional<std::int32_t> to_permissions;
};
/// nullopt for a text that is no rule, or whose target is neither world:anyone nor digest:user:hash.
KEEPERFS_EXPORT std::optional<AclRule> parse_acl_rule(std::string_view text);

struct ZooKeeperToKeeperOptions {
    zookeeper::RestoreOptions source;
    std::string output_dir;
    int snapshot_version = keeper::snapshot_version::most_compatible;
    int digest_version = 0; ///< 0: none stored; a server then computes its own
    keeper::SnapshotCodec codec = keeper::SnapshotCodec::zstd;
    int compression_level = 3;
    SessionPolicy sessions = SessionPolicy::keep;
    SpecialNodePolicy special_nodes = SpecialNodePolicy::automatic;
    AclPolicy acls = AclPolicy::keep;
    std::vector<AclRule> acl_map;
    std::vector<std::string> drop_paths;
    bool emulate_353_ttl = false;
    std::string catch_up_file; ///< not empty: written beside the snapshot, for catch_up()
    bool force = false;
    bool dry_run = false;
    unsigned threads = 0;           ///< 0: one for each core
    std::uint64_t memory_limit = 0; ///< 0: none; a tree that will not fit is refused early
};

struct SpecialNode {
    std::string path;
    zookeeper::ZnodeKind kind{};
    std::int64_t ttl_ms = 0;
    std::int64_t stored_owner = 0;
    bool kept = false;
    std::string reason; ///< why it became persistent
};

struct ZooKeeperToKeeperReport {
    zookeeper::RestoreReport source;
    std::uint64_t nodes = 0, ephemerals = 0, sessions = 0, acls = 0, data_bytes = 0, dropped_nodes = 0;
    std::vector<SpecialNode> special_nodes;
    std::vector<Change> changes;
    std::vector<Finding> findings; ///< about the output directory

    std::string output_file; ///< what a dry run would have written
    bool written = false;
    std::uint64_t output_bytes = 0, uncompressed_bytes = 0;
    std::string output_sha256;
    int snapshot_version = 0, digest_version = 0;
    std::uint64_t digest = 0;
    std::uint64_t log_index = 0;
    std::int64_t session_id_counter = 0;
    std::string readable_by;   ///< "22.7 and later"
    std::string catch_up_file; ///< that was written
    struct CatchUp {
        std::string file, bulk_snapshot;
        std::int64_t bulk_zxid = 0;
    };
    std::optional<CatchUp> catch_up; ///< how the conversion went on from an earlier one
    std::vector<std::string> next_steps;
    double seconds = 0;
    std::uint64_t peak_memory_bytes = 0;
};

/// Restores, converts, writes, reads back, renames. Throws Error; then nothing was left behind.
KEEPERFS_EXPORT ZooKeeperToKeeperReport zookeeper_to_keeper(io::FileSystem& files,
                                                            const ZooKeeperToKeeperOptions& options,
                                                            io::Meter* meter);

/// The report as the JSON document that keeper-converter(1) describes.
KEEPERFS_EXPORT std::string to_json(const ZooKeeperToKeeperReport& report);

} // namespace keeperfs::convert
