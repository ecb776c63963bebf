#pragma once
// Figures of a snapshot: what it is made of, and which znodes, sessions and ACL lists stand out.
#include "keeperfs/export.h"
#include "keeperfs/inspect/subtree_sizes.h"
#include "keeperfs/keeper/snapshot_reader.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::inspect {

/// A znode that stands out by a number.
struct Ranked {
    std::string path;
    std::int64_t value = 0;
    bool operator==(const Ranked&) const = default;
};

struct NamedSubtree {
    std::string path;
    SubtreeSize size;
};

struct AclUse {
    keeper::AclMapEntry entry;
    std::uint64_t nodes = 0;
};

struct SessionUse {
    tree::Session session;
    std::uint64_t ephemerals = 0;
};
/// An owner of ephemerals that is no session: nothing will ever remove them.
struct OrphanOwner {
    std::int64_t owner = 0;
    std::uint64_t ephemerals = 0;
    bool operator==(const OrphanOwner&) const = default;
};

/// The counters from which names of sequential children are made. Below snapshot version 7 one has 32 bits:
/// beyond 2^31 - 1 a server that writes version 6 goes on without taking snapshots.
struct SequenceCounters {
    static constexpr std::int64_t limit = INT32_MAX;
    /// From here on a counter is worth a warning: half of the limit.
    static constexpr std::int64_t near_limit = limit / 2 + 1;

    std::vector<Ranked> highest; ///< one of 32 bits that went round is given as if it had not
    std::uint64_t near = 0;      ///< at near_limit or above, not beyond the limit
    std::uint64_t beyond = 0;    ///< above the limit
};

struct SnapshotStats {
    keeper::SnapshotHeader header;
    std::uint64_t decoded_bytes = 0;

    std::uint64_t nodes = 0, ephemerals = 0, containers = 0;
    std::uint64_t ttl_nodes = 0;
    std::optional<std::int64_t> shortest_ttl_ms, longest_ttl_ms;
    std::uint64_t nodes_with_data = 0, data_bytes = 0, path_bytes = 0;
    std::uint64_t lost_nodes = 0; ///< without a parent

    /// Nodes by depth, the root at 0; the last entry counts whatever is deeper too.
    std::array<std::uint64_t, 65> depths{};
    /// Nodes by the size of their data: [0] none, [i] 2^(i-1) bytes up to 2^i - 1.
    std::array<std::uint64_t, 65> data_sizes{};

    std::vector<Ranked> most_children; ///< by numChildren as stored
    std::vector<Ranked> largest_data, longest_paths, most_versions;
    SequenceCounters counters;
    std::optional<Ranked> oldest, newest; ///< by mtime, ms since 1970; what was never written (0) is left out

    std::vector<NamedSubtree> by_nodes, by_bytes, by_memory;
    SubtreeSize whole; ///< the tree of the root, lost nodes not in it

    std::vector<AclUse> acls; ///< in file order
    std::uint64_t open_nodes = 0, unknown_acl_nodes = 0;
    std::vector<std::uint64_t> unknown_acl_ids; ///< some of them

    std::vector<SessionUse> sessions;       ///< by ephemerals, then by id
    std::uint64_t orphans = 0;              ///< ephemerals whose owner is no session
    std::vector<OrphanOwner> orphan_owners; ///< some of them, those with most ephemerals first
};

/// Makes them of one or two passes over a snapshot, in at most 64 bytes a node beside what the ACL map, the
/// sessions and the lists of `top` znodes take.
class KEEPERFS_EXPORT StatsCollector {
public:
    explicit StatsCollector(std::size_t top);
    ~StatsCollector();

    /// To the end. Error(bad_input) when a path is given twice.
    void read(keeper::SnapshotReader& reader);
    /// The same snapshot again, for the names of the heaviest subtrees.
    void read_names(keeper::SnapshotReader& reader);
    /// Once.
    SnapshotStats take();
    std::size_t memory_bytes() const noexcept; ///< at its peak so far, without lists and tables

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace keeperfs::inspect
