#pragma once
#include "convert/parents_first.h"
#include "convert/znode_rules.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace keeperfs::convert {

/// The znodes in the order in which they are written, with those of ZooKeeper's own that the tree lacks.
class ZnodeStream {
public:
    struct Missing {
        bool zookeeper = false, quota = false;
    };
    ZnodeStream(ParentsFirst& nodes, const TreeIndex& index, ZnodeRules& rules, Missing missing)
        : nodes_(nodes), index_(index), rules_(rules), missing_(missing) {}

    /// Spans live until the next call.
    bool next(zookeeper::SnapshotNode& out);

private:
    ParentsFirst& nodes_;
    const TreeIndex& index_;
    ZnodeRules& rules_;
    Missing missing_;
    std::string_view behind_; ///< the node behind which one that was missing comes next
    ParentsFirst::Numbered from_;

    bool next_missing(zookeeper::SnapshotNode& out);
};

} // namespace keeperfs::convert
