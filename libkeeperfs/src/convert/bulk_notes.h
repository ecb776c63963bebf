#pragma once
// What a bulk conversion remembers, so that its result can be caught up with ZooKeeper later.
#include "keeperfs/convert/zookeeper_to_keeper.h"
#include "keeperfs/tree/acl.h"
#include "keeperfs/tree/session.h"

#include <cstdint>
#include <string>
#include <vector>

namespace keeperfs::convert {

/// Nodes are numbered from 0 in the order of the result. All lists ascend.
struct BulkNotes {
    struct InputFile {
        std::string path;
        std::uint64_t size = 0;
        std::string sha256; ///< of its first `size` bytes
        bool operator==(const InputFile&) const = default;
    };
    /// Nodes from `first` on that have something in common.
    struct Run {
        std::uint64_t first = 0, count = 0;
        bool operator==(const Run&) const = default;
    };
    struct AclRun {
        Run nodes;
        std::uint32_t list = 0; ///< a place in acl_lists
        bool operator==(const AclRun&) const = default;
    };
    /// What the result cannot hold of a node: the stored owner of a TTL node, say.
    struct StoredStat {
        std::uint64_t node = 0;
        std::int64_t ephemeral_owner = 0;
        std::int32_t cversion = 0;
        bool operator==(const StoredStat&) const = default;
    };

    /// Of these only what decides about the outcome: no directories, no consent, no resources.
    ZooKeeperToKeeperOptions options;
    zookeeper::RestoredEnd end;
    std::vector<InputFile> inputs;
    InputFile result;
    std::uint64_t nodes = 0, ordered_nodes = 0; ///< see zookeeper::BaseTree
    std::vector<tree::Session> sessions;        ///< as ZooKeeper's files have them
    std::vector<std::string> late_parents;
    std::vector<Run> null_data;
    std::vector<StoredStat> stored_stats;
    std::vector<tree::AclList> acl_lists; ///< as they were before they were mapped
    std::vector<AclRun> acl_runs;
};

std::string encode_bulk_notes(const BulkNotes& notes);
/// Throws Error(bad_input), the caller adds the file. Every number is checked: runs ascend and lie within the
/// nodes, lists exist, options have one of their values.
BulkNotes decode_bulk_notes(Bytes file);

} // namespace keeperfs::convert
