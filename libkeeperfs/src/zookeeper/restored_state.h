#pragma once
#include "zookeeper/base_tree.h"
#include "zookeeper/snapshot_loader.h"
#include "zookeeper/tree_state.h"

#include "keeperfs/zookeeper/restore.h"

namespace keeperfs::zookeeper {

struct RestoredTree::State {
    RestoreReport report;
    TreeState tree;
    AclNumbers acl_numbers;
    std::uint64_t expansion_limit = 0;
    std::optional<TransactionMark> last;
    std::optional<BaseTree> base; ///< takes the place of the snapshot
};

} // namespace keeperfs::zookeeper
