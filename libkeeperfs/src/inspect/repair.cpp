#include "keeperfs/inspect/repair.h"

#include "inspect/copy_parts.h"

namespace keeperfs::inspect {

RepairProof execute_repair(io::FileSystem& files, const std::vector<DirectoryScan>& scans,
                           const RepairPlan& plan, const std::string& target, io::Meter* meter) {
    using Existing = storage::Disk::Existing;
    NewCopy made(files, target);
    const auto snapshots = storage::local_disk(made.snapshot_dir(), files);
    const auto logs = storage::local_disk(made.log_dir(), files);
    for (const CopiedSnapshot& snapshot : plan.snapshots) {
        const SnapshotScan& scan = scans[snapshot.directory].snapshots[snapshot.place];
        copy_file(files, scan.path, *snapshots, scan.file.entry.name, Existing::keep, meter);
    }
    for (const RepairedLog& log : plan.logs)
        write_log(files, log, *logs, meter);
    if (plan.state)
        write_state(*plan.state, *storage::local_disk(made.path(), files));
    const RepairProof proof = prove_copy(files, made.places(), plan.last_index, meter).proof;
    made.commit();
    return proof;
}

} // namespace keeperfs::inspect
