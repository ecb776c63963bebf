#pragma once
#include "convert/acl_rules.h"
#include "convert/bulk_notes.h"

#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/keeper/snapshot.h"
#include "keeperfs/zookeeper/restore.h"

#include <cstdint>
#include <set>
#include <vector>

namespace keeperfs::convert {

/// Watches a conversion, and notes of every node what its form in the result does not give back.
class BulkRecorder {
public:
    /// Throws Error(refused) where a later catch-up could not show that its outcome is that of a full
    /// conversion.
    BulkRecorder(const zookeeper::RestoredTree& tree, const ZooKeeperToKeeperOptions& options,
                 const AclMapping& acls);

    /// The next node, and what it became.
    void note(const zookeeper::RestoredNode& from, const keeper::SnapshotNode& to);
    /// Once all were noted and the result has its name.
    BulkNotes finish(io::FileSystem& files, const ZooKeeperToKeeperReport& report, io::Meter* meter);

private:
    static constexpr std::uint32_t unchanged = UINT32_MAX;

    const zookeeper::RestoredTree& tree_;
    BulkNotes notes_;
    std::uint32_t ordered_ids_;
    std::vector<std::uint32_t> noted_lists_; ///< by place in the tree's ACLs; where the mapping changed one
    std::set<std::string, std::less<>> late_parents_;

    void check_kind(const zookeeper::RestoredNode& from) const;
};

/// Before anything is read: options that leave nodes out, and a file where none may be. Throws Error(usage,
/// refused, bad_output).
void check_catch_up_file(io::FileSystem& files, const ZooKeeperToKeeperOptions& options);

} // namespace keeperfs::convert
