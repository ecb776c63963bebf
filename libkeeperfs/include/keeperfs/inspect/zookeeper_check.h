#pragma once
// A ZooKeeper server's directories, by that server's rules.
#include "keeperfs/base/finding.h"
#include "keeperfs/export.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/progress.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace keeperfs::inspect {

struct ZookeeperCheck {
    std::string snapshots_dir, logs_dir;
    std::uint64_t snapshots = 0, logs = 0;
    std::vector<Finding> findings;
    bool starts = true;
    std::string reason;                  ///< why it does not
    std::optional<std::string> snapshot; ///< that it loads; nullopt: none
    std::uint64_t transactions = 0;      ///< that it applies
    std::optional<std::int64_t> last_zxid;
};

/// The folder version-2 of it, where there is one; nullopt: there are no ZooKeeper files here.
KEEPERFS_EXPORT std::optional<std::string> find_zookeeper_dir(io::FileSystem& files,
                                                              const std::string& directory);
/// `directory`: of snapshots and logs, as find_zookeeper_dir() gives it.
KEEPERFS_EXPORT ZookeeperCheck check_zookeeper(io::FileSystem& files, const std::string& snapshots_dir,
                                               const std::string& logs_dir, io::Meter* meter = nullptr);

} // namespace keeperfs::inspect
