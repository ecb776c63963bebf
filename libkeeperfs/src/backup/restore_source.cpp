#include "backup/restore_source.h"

#include "keeperfs/base/text.h"
#include "keeperfs/inspect/fsck.h"
#include "keeperfs/keeper/replay_directory.h"

#include <set>

namespace keeperfs::backup {

namespace {

RestoreChoice checked(Store& store, const RestoreWish& wish, io::Meter* meter) {
    RestoreChoice choice = choose_backups(store, wish);
    std::uint64_t bytes = 0;
    for (const Manifest& manifest : choice.backups)
        bytes += manifest.size();
    if (meter != nullptr)
        meter->start("checked", bytes);
    std::set<std::string> seen;
    for (const Manifest& manifest : choice.backups)
        for (const BackupFile& file : manifest.files)
            if (seen.insert(file.object).second)
                check_content(store, file, meter);
    return choice;
}

} // namespace

RestoreSource::RestoreSource(io::FileSystem& below, Store& store, const RestoreWish& wish, io::Meter* meter)
    : choice_(checked(store, wish, meter)), backup_(below, store, choice_.backups) {
    inspect::FsckReport report = inspect::fsck(files(), {places(), {}, std::nullopt, false}, meter);
    scans_ = std::move(report.scans);
    log_ = report.own;
    const std::uint64_t reached = inspect::plan_repair(scans_, log_).last_index;
    last_index_ = wish.point.is_given() ? index_of(wish.point, reached, meter) : reached;
    if (wish.point.is_given())
        cut(last_index_, report.own);
    require_reach();
}

void RestoreSource::require_reach() const {
    const inspect::RepairPlan plan = inspect::plan_repair(scans_, log_);
    if (plan.last_index == last_index_)
        return;
    Error error(ErrorKind::bad_input, fmt::format("record {} cannot be reached", last_index_));
    error.hint("keeperctl backup show tells which records and snapshots each backup holds.");
    if (plan.last_index == 0)
        error.found("no snapshot at or before it", "one behind which the log goes on");
    else
        error.found(fmt::format("records to {}", plan.last_index), "a log without a gap");
    throw error;
}

std::vector<std::string> RestoreSource::ids() const {
    std::vector<std::string> ids;
    for (const Manifest& manifest : manifests())
        ids.push_back(manifest.id);
    return ids;
}

std::uint64_t RestoreSource::index_of(const RestorePoint& point, std::uint64_t reached, io::Meter* meter) {
    if (point.index) {
        if (*point.index == 0 || *point.index > reached)
            throw Error(ErrorKind::bad_input, fmt::format("the backup holds no record {}", *point.index))
                .hint(fmt::format("The last one is {}.", reached));
        return *point.index;
    }
    const auto snapshots = storage::local_disk(places().snapshot_dir, files());
    const auto logs = storage::local_disk(places().log_dir, files());
    keeper::ReplayPlan plan;
    plan.memory = keeper::ReplayMemory::touched_nodes;
    plan.at_zxid = point.zxid;
    plan.at_time_ms = point.time_ms;
    const keeper::ReplayedDirectory replayed = keeper::replay_directory(*snapshots, *logs, plan, meter);
    if (point.zxid && replayed.replay.zxid() < *point.zxid)
        throw Error(ErrorKind::bad_input, fmt::format("the backup holds no transaction {}", hex(*point.zxid)))
            .hint(fmt::format("The last one is {}.", hex(replayed.replay.zxid())));
    return replayed.replay.last_index();
}

void RestoreSource::cut(std::uint64_t index, const inspect::LogImage& whole) {
    log_ = inspect::LogImage();
    log_.take(whole, {1, index});
    std::erase_if(scans_.front().snapshots,
                  [&](const inspect::SnapshotScan& snapshot) { return snapshot.file.index > index; });
}

} // namespace keeperfs::backup
