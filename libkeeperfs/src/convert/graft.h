#pragma once
#include "convert/acl_plan.h"
#include "convert/change_log.h"
#include "convert/snapshot_pass.h"

#include "keeperfs/convert/snapshot_edits.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace keeperfs::convert {

/// The nodes of another snapshot that an edit brings in, with the paths and ACL ids that they will have. Read
/// as often as the snapshot into which they come. Ephemeral nodes stay behind: their sessions do.
class Graft {
public:
    /// Throws Error(usage) for paths that cannot be meant.
    Graft(io::FileSystem& files, const GraftEdit& edit, io::Meter* meter);

    void begin(const char* stage);
    /// In order, without those that were passed over. Spans live until the next call.
    bool next(keeper::SnapshotNode& node);

    // In the first reading, of the node that came last:
    void pass_over();
    /// Behind it: the lists that the nodes have get ids; what is missing throws Error.
    void end_first_reading(AclPlan& acls);

    const GraftEdit& edit() const noexcept { return edit_; }
    std::uint64_t nodes() const noexcept { return nodes_; } ///< without those that were passed over
    std::uint64_t passed_over() const noexcept { return passed_over_count_; }
    std::int64_t greatest_zxid() const noexcept { return greatest_zxid_; }
    ChangeLog& changes() noexcept { return changes_; }

private:
    const GraftEdit& edit_;
    std::shared_ptr<io::File> file_;
    io::Meter* meter_;
    std::optional<SnapshotPass> pass_;
    std::unordered_map<std::uint64_t, std::uint64_t> acl_ids_; ///< of that snapshot -> of the written one
    std::vector<bool> passed_over_;                            ///< by number in the first reading
    std::uint64_t number_ = 0, nodes_ = 0, passed_over_count_ = 0;
    std::int64_t greatest_zxid_ = 0;
    bool is_first_ = true, has_top_ = false;
    std::string path_;
    ChangeLog changes_;

    bool is_meant(const keeper::SnapshotNode& node);
    void look_at(const keeper::SnapshotNode& node);
    void rename(keeper::SnapshotNode& node);
};

} // namespace keeperfs::convert
