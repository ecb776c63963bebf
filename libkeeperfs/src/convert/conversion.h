#pragma once
// From a restored tree to a verified snapshot.
#include "convert/acl_rules.h"
#include "convert/bulk_recorder.h"
#include "convert/change_log.h"
#include "convert/drop_plan.h"
#include "convert/node_rules.h"
#include "convert/snapshot_output.h"

#include "keeperfs/convert/zookeeper_to_keeper.h"

#include <functional>
#include <optional>

namespace keeperfs::convert {

/// One conversion, wherever its tree comes from.
class Conversion {
public:
    using Restore = std::function<zookeeper::RestoredTree(const zookeeper::RestoreOptions&)>;

    /// Looks at the target. Throws Error(bad_output, refused).
    Conversion(io::FileSystem& files, const ZooKeeperToKeeperOptions& options, io::Meter* meter);

    /// Restores, converts, writes, reads back, renames.
    ZooKeeperToKeeperReport run(const Restore& restore);

private:
    io::FileSystem& files_;
    const ZooKeeperToKeeperOptions& options_;
    io::Meter* meter_;
    ZooKeeperToKeeperReport report_;
    ChangeLog changes_;
    std::optional<BulkRecorder> recorder_;

    SnapshotFileFormat file_format() const;
    void refuse_missing_acls() const;
    void refuse_keeper_subtree(const zookeeper::RestoredTree& tree, const DropPlan& drops);
    SnapshotParts parts_without_nodes(const zookeeper::RestoredTree& tree, const AclMapping& acls,
                                      const DropPlan& drops, std::uint64_t index);
    void survey(const zookeeper::RestoredTree& tree, const AclMapping& acls, const DropPlan& drops,
                SnapshotParts& parts);
    void start(const char* stage, const zookeeper::RestoredTree& tree);
    void convert(const zookeeper::RestoredTree& tree, const AclMapping& acls, const DropPlan& drops,
                 SnapshotParts& parts);
    void write_file(SnapshotParts& parts, const SnapshotContent& content);
    void write_notes();
    std::vector<tree::Session> sessions_of(const zookeeper::RestoredTree& tree, const NodeRules& rules);
    void describe_output(const SnapshotParts& parts);
};

} // namespace keeperfs::convert
