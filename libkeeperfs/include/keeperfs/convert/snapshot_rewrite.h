#pragma once
// A Keeper snapshot becomes another one: of another version or codec, with parts of its tree changed.
#include "keeperfs/base/finding.h"
#include "keeperfs/convert/change.h"
#include "keeperfs/convert/snapshot_edits.h"
#include "keeperfs/export.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/keeper/snapshot_reader.h"

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::convert {

/// What a snapshot version cannot hold.
enum class Loss : std::uint8_t {
    ttl,        ///< below 8: the node becomes persistent
    containers, ///< below 9: the node becomes persistent
    sequence,   ///< below 7: a counter beyond 32 bits becomes the nearest that fits
    digest,     ///< below 5, and a digest of version 3, which is not known well enough to be written
    zxid,       ///< below 5: the log index takes its place
};
inline constexpr std::array<std::string_view, 5> loss_names{"ttl", "containers", "sequence", "digest",
                                                            "zxid"};
inline std::string_view name_of(Loss loss) { return loss_names[static_cast<std::size_t>(loss)]; }

struct SnapshotRewriteOptions {
    std::string input;
    std::string output_file;                    ///< one of these two
    std::string output_dir;                     ///< the name is then snapshot_<index>.bin[.zstd]
    std::optional<int> snapshot_version;        ///< without: that of the input, but at least 3
    std::optional<int> digest_version;          ///< without: that of the input; 0: none
    std::optional<keeper::SnapshotCodec> codec; ///< without: that of the input
    int compression_level = 3;
    unsigned threads = 0; ///< 0: one for each core
    SnapshotEdits edits;
    std::set<Loss> accepted_losses;
    bool drop_orphans = false; ///< nodes without a parent are left out instead of refused
    bool force = false;        ///< replace a file of the same name
    bool dry_run = false;
};

/// A node whose children came or went. A server counts so: every child that comes adds one to cversion and
/// to seq_num and lifts pzxid to the transaction's zxid, here the snapshot's; every child that goes adds one
/// to cversion.
struct ChangedParent {
    std::string path; ///< in the tree that is written
    std::uint64_t removed = 0, added = 0;
    std::int32_t num_children_before = 0, num_children = 0;
    std::int32_t cversion_before = 0, cversion = 0;
    std::int64_t seq_num_before = 0, seq_num = 0;
    std::int64_t pzxid_before = 0, pzxid = 0;
};

struct SnapshotSummary {
    std::string file;
    std::uint64_t bytes = 0, uncompressed_bytes = 0;
    int version = 0;
    keeper::SnapshotCodec codec{};
    int digest_version = 0;
    std::uint64_t digest = 0;
    std::uint64_t nodes = 0;
};

struct ImportedSubtree {
    std::string file, from, to;
    std::uint64_t nodes = 0;
    std::uint64_t passed_over = 0; ///< that were there already
};

struct SnapshotRewriteReport {
    SnapshotSummary input, output; ///< sizes of the output are 0 in a dry run
    std::uint64_t log_index = 0, log_term = 0;
    std::int64_t zxid = 0; ///< of the output
    std::uint64_t dropped_nodes = 0, renamed_nodes = 0, acl_nodes = 0, orphans = 0;
    std::optional<ImportedSubtree> imported;
    std::vector<ChangedParent> parents;
    std::vector<Change> losses;  ///< accepted ones; codes are the names of Loss
    std::vector<Change> changes; ///< whatever else differs
    std::vector<Finding> findings;
    bool tree_changed = false; ///< any field of any node
    bool written = false;
    std::string sha256;
    std::string readable_by; ///< "22.7 and later"
    std::vector<std::string> next_steps;
    double seconds = 0;
};

/// Reads the snapshot three times (which nodes there are; what is lost, and the digest; writing), and what
/// was written once more. Memory: at most 64 bytes a node. Nodes may come in any order. Throws Error; then
/// nothing was left behind:
/// usage for edits that cannot be meant (a path that is not there, a subtree into itself), refused for
/// losses that are not accepted and for outputs in the way, bad_input for a damaged snapshot.
KEEPERFS_EXPORT SnapshotRewriteReport rewrite_snapshot(io::FileSystem& files,
                                                       const SnapshotRewriteOptions& options,
                                                       io::Meter* meter);

/// The report as the JSON document that keeperctl-snapshot-rewrite(1) describes.
KEEPERFS_EXPORT std::string to_json(const SnapshotRewriteReport& report);

} // namespace keeperfs::convert
