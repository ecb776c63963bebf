#include "recover/held_state.h"

#include "keeperfs/base/error.h"
#include "keeperfs/inspect/repair.h"

namespace keeperfs::recover {

using inspect::DirectoryScan;
using inspect::FsckReport;
using inspect::LogImage;

namespace {

/// nullopt: nothing can be reached, which the findings say.
std::optional<inspect::RepairPlan> plan_of(const FsckReport& report) {
    try {
        return inspect::plan_repair(report.scans, report.own);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::bad_input)
            throw;
        return std::nullopt;
    }
}

std::optional<std::size_t> snapshot_at(const DirectoryScan& scan, const inspect::RepairPlan& plan) {
    for (const inspect::CopiedSnapshot& copied : plan.snapshots)
        if (scan.snapshots[copied.place].header().last_log_index == plan.snapshot_index)
            return copied.place;
    return std::nullopt;
}

/// Configurations use up no zxid, so at the begin of a file one may not say it.
std::optional<std::int64_t> zxid_of(const Survivor& survivor, const DirectoryScan& scan,
                                    const LogImage& log) {
    for (std::uint64_t index = survivor.last.index; index > survivor.snapshot_index;) {
        const auto piece = log.at(index);
        if (!piece)
            return std::nullopt;
        if (const std::int64_t zxid = piece->run.zxid_at(index); zxid != 0)
            return zxid;
        if (scan.logs[piece->file].undecodable)
            return std::nullopt;
        index = piece->run.first - 1;
    }
    return survivor.snapshot ? scan.snapshots[*survivor.snapshot].header().zxid : 0;
}

/// keeper-files 8.1 step 5: the snapshot's counts only with a greater log index.
std::optional<keeper::ClusterConfig> membership_of(const Survivor& survivor, const DirectoryScan& scan,
                                                   const LogImage& log) {
    std::optional<keeper::ClusterConfig> newest;
    for (std::size_t file = 0; file < scan.logs.size(); ++file)
        for (const inspect::MembershipRecord& record : scan.logs[file].memberships) {
            const auto piece = log.at(record.index);
            const bool counts = record.index <= survivor.last.index && piece && piece->file == file;
            if (counts && record.config && !record.config->servers.empty() &&
                (!newest || record.config->log_index > newest->log_index))
                newest = record.config;
        }
    if (!survivor.snapshot)
        return newest;
    const auto& section = scan.snapshots[*survivor.snapshot].membership;
    if (section && !section->servers.empty() && (!newest || section->log_index > newest->log_index))
        newest = section;
    return newest;
}

} // namespace

Survivor held_state(const FsckReport& report) {
    Survivor survivor;
    const DirectoryScan& scan = report.scans.front();
    const auto plan = plan_of(report);
    if (!plan)
        return survivor;
    survivor.is_usable = true;
    survivor.snapshot = snapshot_at(scan, *plan);
    survivor.snapshot_index = plan->snapshot_index;
    survivor.last.index = plan->last_index;
    if (const auto piece = report.own.at(plan->last_index))
        survivor.last.term = piece->run.term;
    else if (survivor.snapshot)
        survivor.last.term = scan.snapshots[*survivor.snapshot].header().last_log_term;
    survivor.zxid = zxid_of(survivor, scan, report.own);
    survivor.membership = membership_of(survivor, scan, report.own);
    survivor.unusable = plan->lost;
    survivor.missing = plan->missing;
    return survivor;
}

} // namespace keeperfs::recover
