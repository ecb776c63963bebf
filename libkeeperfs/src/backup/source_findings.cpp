#include "backup/source_findings.h"

#include "keeperfs/base/text.h"

namespace keeperfs::backup {

namespace {

/// Between two flushes a log ends wherever the server's buffer did.
bool is_the_end_being_written(const inspect::FsckReport& examined, const Finding& finding) {
    const std::vector<inspect::LogScan>& logs = examined.scans.front().logs;
    return !logs.empty() && finding.file == logs.back().path &&
           (logs.back().end == keeper::ChangelogEnd::torn_record || logs.back().is_quietly_torn) &&
           logs.back().salvaged.empty();
}

} // namespace

std::vector<Finding> source_findings(const inspect::FsckReport& examined, const inspect::RepairPlan& plan,
                                     bool is_written_to) {
    std::vector<Finding> findings;
    for (const inspect::FsckFinding& found : examined.findings)
        if (found.finding.severity != Severity::note &&
            !(is_written_to && is_the_end_being_written(examined, found.finding)))
            findings.push_back(found.finding);
    for (const auto& [ranges, what] :
         {std::pair(&plan.lost, "cannot be used"), std::pair(&plan.missing, "are not there")})
        for (const inspect::IndexRange& range : *ranges)
            findings.push_back({Severity::error, "backup.records-lost", examined.scans.front().places.log_dir,
                                std::nullopt,
                                fmt::format("records {} to {} {}: the backup ends with record {}",
                                            range.first, range.last, what, plan.last_index),
                                "keeperctl fsck tells more; another member may have them."});
    return findings;
}

std::optional<keeper::ClusterConfig> members_of(const inspect::DirectoryScan& scan,
                                                const inspect::RepairPlan& plan) {
    std::optional<keeper::ClusterConfig> members;
    const auto take = [&](const keeper::ClusterConfig& found) {
        if (!found.servers.empty() && (!members || found.log_index > members->log_index))
            members = found;
    };
    for (const inspect::LogScan& log : scan.logs)
        for (const inspect::MembershipRecord& record : log.memberships)
            if (record.config && record.index <= plan.last_index)
                take(*record.config);
    if (!plan.snapshots.empty())
        if (const auto& stored = scan.snapshots[plan.snapshots.back().place].membership)
            take(*stored);
    return members;
}

} // namespace keeperfs::backup
