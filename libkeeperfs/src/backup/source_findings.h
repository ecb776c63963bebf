#pragma once
// What the examination of a source means for its backup.
#include "keeperfs/inspect/fsck.h"
#include "keeperfs/inspect/repair.h"

#include <optional>
#include <vector>

namespace keeperfs::backup {

/// What is wrong with the source, beyond notes. A record that the server was still writing is not.
std::vector<Finding> source_findings(const inspect::FsckReport& examined, const inspect::RepairPlan& plan,
                                     bool is_written_to);
/// Who the members are by what the plan keeps; nullopt: it names none.
std::optional<keeper::ClusterConfig> members_of(const inspect::DirectoryScan& scan,
                                                const inspect::RepairPlan& plan);

} // namespace keeperfs::backup
