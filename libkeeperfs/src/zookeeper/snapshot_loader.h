#pragma once
// Pass 1: a snapshot becomes a TreeState.
#include "zookeeper/base_tree.h"
#include "zookeeper/memory_budget.h"
#include "zookeeper/touched.h"
#include "zookeeper/tree_state.h"

#include "keeperfs/base/finding.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/zookeeper/data_dir.h"
#include "keeperfs/zookeeper/snapshot_format.h"
#include "keeperfs/zookeeper/snapshot_reader.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace keeperfs::zookeeper {

/// Numbers of the snapshot's ACL table -> places in an AclTable.
class AclNumbers {
public:
    AclNumbers() = default;
    AclNumbers(const std::vector<NumberedAcl>& acls, AclTable& table);
    AclTable::Index operator[](std::int64_t number) const noexcept {
        return number == snapshot_format::open_acl_number ? AclTable::open : find(number);
    }

private:
    std::unordered_map<std::int64_t, AclTable::Index> by_number_;

    AclTable::Index find(std::int64_t number) const noexcept;
};

struct UnresolvedAcl {
    NodeId node = 0;
    std::string path;
    std::int64_t number = 0;
};

struct LoadedSnapshot {
    TreeState tree;
    AclNumbers acl_numbers;
    SnapshotTrailer trailer;
    std::int64_t newest_zxid =
        0; ///< the greatest czxid, mzxid or pzxid in the tree, without /zookeeper/config
    std::vector<UnresolvedAcl> unresolved_acls;
    std::vector<Finding> findings;
};

/// Reads the whole snapshot. Throws Error(bad_input) for anything that makes a server pass it over, and for
/// nodes out of order or given twice.
std::unique_ptr<LoadedSnapshot> load_snapshot(io::FileSystem& files, const DataFile& file,
                                              const TouchedNodes& touched, std::uint64_t expansion_limit,
                                              const MemoryBudget& budget, io::Meter* meter);

/// The same for a tree of another origin. Throws Error(bad_input) also when it has another digest or another
/// number of nodes than is said of it.
std::unique_ptr<LoadedSnapshot> load_base(const BaseTree& base, const TouchedNodes& touched,
                                          const MemoryBudget& budget, io::Meter* meter);

} // namespace keeperfs::zookeeper
