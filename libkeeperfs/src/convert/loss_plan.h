#pragma once
#include "convert/change_log.h"

#include "keeperfs/convert/snapshot_rewrite.h"
#include "keeperfs/keeper/snapshot.h"

#include <set>
#include <vector>

namespace keeperfs::convert {

/// Makes nodes and header fit a snapshot version, and counts what that costs.
class LossPlan {
public:
    explicit LossPlan(int version) : version_(version) {}

    /// Whether the node had to change.
    bool fit(keeper::SnapshotNode& node);
    /// `header` as read, its digest version already the one that is wanted.
    void fit(keeper::SnapshotHeader& header);

    /// Throws Error(refused) that lists all of them when one is not accepted.
    void refuse_unless_accepted(const std::set<Loss>& accepted);
    std::vector<Change> take() { return losses_.take(); }

private:
    int version_;
    ChangeLog losses_;

    void lose(Loss loss, std::string_view message, std::string_view example);
};

} // namespace keeperfs::convert
