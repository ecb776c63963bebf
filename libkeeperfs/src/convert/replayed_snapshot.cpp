#include "keeperfs/convert/replayed_snapshot.h"

#include "convert/other_nodes.h"
#include "convert/rewrite_target.h"
#include "convert/snapshot_output.h"
#include "convert/target.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/atomic_output.h"
#include "keeperfs/keeper/releases.h"
#include "keeperfs/keeper/snapshot_format.h"

#include <fmt/format.h>

#include <algorithm>

namespace keeperfs::convert {

namespace {

namespace version = keeper::snapshot_version;

bool is_wide(std::int64_t seq_num) { return seq_num > INT32_MAX || seq_num < INT32_MIN; }

int version_for(const keeper::SnapshotNode& node) {
    if (node.stat.ephemeral_owner == tree::container_owner)
        return version::containers;
    if (node.ttl_ms)
        return version::ttl;
    return is_wide(node.seq_num) ? version::wide_sequence : 0;
}

int least_version(const keeper::Replay& replay) {
    int least = replay.rules() == keeper::RuleFamily::year22 ? version::most_compatible : version::slim_nodes;
    std::uint64_t cursor = 0;
    for (keeper::SnapshotNode node; replay.next(cursor, node);)
        least = std::max(least, version_for(node));
    const keeper::NodesNotHeld& others = replay.not_held();
    if (others.have_containers)
        least = std::max(least, int{version::containers});
    if (others.have_ttl)
        least = std::max(least, int{version::ttl});
    if (is_wide(others.least_seq_num) || is_wide(others.greatest_seq_num))
        least = std::max(least, int{version::wide_sequence});
    return least;
}

/// Before version 5 a server takes the log index for the zxid, and hands out numbers from there.
void refuse_another_zxid(const keeper::Replay& replay, int snapshot_version) {
    if (snapshot_version >= version::zxid_and_digest ||
        replay.zxid() == static_cast<std::int64_t>(replay.last_index()))
        return;
    throw Error(ErrorKind::refused,
                fmt::format("snapshot version {} cannot hold the zxid {} beside the log index {}",
                            snapshot_version, hex(replay.zxid()), replay.last_index()))
        .hint("Choose version 5 or a newer one.");
}

using Membership = std::optional<keeper::ClusterConfig>;

const Membership& membership_of(const keeper::Replay& replay, const ReplayedSnapshotOptions& options) {
    return options.membership ? options.membership : replay.cluster_config();
}

SnapshotParts parts_of(const keeper::Replay& replay, const Membership& membership, int snapshot_version) {
    SnapshotParts parts;
    parts.header.version = snapshot_version;
    parts.header.last_log_index = replay.last_index();
    parts.header.last_log_term = replay.last_term();
    parts.header.metadata_configuration =
        membership ? keeper::encode_cluster_config(*membership) : keeper::empty_cluster_configuration();
    parts.header.zxid = replay.zxid();
    // Version 3 is not known well enough to be written.
    constexpr int unwritten_digest = 3;
    if (replay.digest_version() != unwritten_digest && snapshot_version >= version::zxid_and_digest)
        parts.header.digest_version = replay.digest_version();
    parts.header.digest = replay.digest(parts.header.digest_version);
    parts.header.session_id_counter = replay.session_id_counter();
    parts.node_count = replay.node_count();
    return parts;
}

void refuse_among_the_data(const ReplayedSnapshotOptions& options) {
    for (const std::string& directory : options.data_dirs)
        if (same_directory(directory, options.output_dir))
            throw Error(ErrorKind::refused,
                        "the files that are replayed lie here; nothing is written beside them")
                .file(options.output_dir)
                .hint("Write to another directory. A server that starts from the snapshot takes all its "
                      "records "
                      "for committed, so check it before you put it in place.");
}

std::string target_for(io::FileSystem& files, const ReplayedSnapshotOptions& options, std::uint64_t index,
                       std::vector<Finding>& findings) {
    SnapshotRewriteOptions as_rewrite;
    as_rewrite.output_dir = options.output_dir;
    as_rewrite.force = options.force;
    return choose_rewrite_target(files, as_rewrite, options.codec, index, findings);
}

SnapshotContent content_of(const keeper::Replay& replay, OtherNodes* others, const Membership& membership,
                           int snapshot_version) {
    return {.next_node =
                [&replay, others, snapshot_version,
                 cursor = std::uint64_t{0}](keeper::SnapshotNode& node) mutable {
                    const bool is_there =
                        replay.next(cursor, node) || (others != nullptr && others->next(node));
                    // A mark that no server uses.
                    if (snapshot_version >= version::slim_nodes)
                        node.is_sequential = false;
                    return is_there;
                },
            .end =
                [&replay, &membership](SnapshotParts& whole) {
                    whole.sessions = replay.sessions();
                    if (membership)
                        whole.cluster_configuration = keeper::encode_cluster_config(*membership);
                }};
}

ReplayedSnapshot write(io::FileSystem& files, const keeper::Replay& replay, OtherNodes* others,
                       const ReplayedSnapshotOptions& options) {
    if (replay.last_index() == 0)
        throw Error(ErrorKind::refused,
                    "no record was applied, so there is nothing that a snapshot could hold");
    ReplayedSnapshot written;
    written.version = options.snapshot_version.value_or(least_version(replay));
    refuse_among_the_data(options);
    refuse_another_zxid(replay, written.version);
    written.file = target_for(files, options, replay.last_index(), written.findings);
    const Membership& membership = membership_of(replay, options);
    SnapshotParts parts = parts_of(replay, membership, written.version);
    const std::vector<keeper::AclMapEntry> acls = replay.acls();
    parts.acls = acls;
    io::AtomicOutput output(files, written.file,
                            options.force ? io::FileSystem::Existing::replace
                                          : io::FileSystem::Existing::keep);
    try {
        written.sha256 =
            write_snapshot(files, output, parts, content_of(replay, others, membership, written.version),
                           {options.codec, options.compression_level, options.threads})
                .sha256;
    } catch (Error& error) {
        error.file(output.temporary_path());
        throw;
    }
    written.bytes = output.bytes_written();
    output.commit();
    written.digest_version = parts.header.digest_version;
    written.digest = parts.header.digest;
    written.readable_by = keeper::text_of(keeper::first_reader(written.version)) + " and later";
    return written;
}

} // namespace

ReplayedSnapshot write_replayed_snapshot(io::FileSystem& files, const keeper::Replay& replay,
                                         const ReplayedSnapshotOptions& options) {
    if (replay.not_held().count > 0)
        throw Error(ErrorKind::usage, "the replay holds a part of the nodes only");
    return write(files, replay, nullptr, options);
}

ReplayedSnapshot write_replayed_snapshot(io::FileSystem& files, const keeper::ReplayedDirectory& replayed,
                                         storage::Disk& snapshots, const ReplayedSnapshotOptions& options) {
    std::optional<OtherNodes> others;
    if (replayed.replay.not_held().count > 0)
        others.emplace(replayed, snapshots, nullptr);
    return write(files, replayed.replay, others ? &*others : nullptr, options);
}

} // namespace keeperfs::convert
