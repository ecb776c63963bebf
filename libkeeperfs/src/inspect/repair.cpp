#include "keeperfs/inspect/repair.h"

#include "keeperfs/inspect/fsck.h"
#include "keeperfs/io/metered_source.h"
#include "keeperfs/io/new_directory.h"
#include "keeperfs/keeper/changelog_reader.h"
#include "keeperfs/keeper/changelog_writer.h"
#include "keeperfs/keeper/replay_directory.h"
#include "keeperfs/storage/disk.h"

namespace keeperfs::inspect {

namespace {

using storage::Disk;

/// The copy while it is made.
class NewCopy {
public:
    NewCopy(io::FileSystem& files, const std::string& target)
        : directory_(files, target), log_dir_(directory_.make("log")),
          snapshot_dir_(directory_.make("snapshots")) {}

    const std::string& log_dir() const noexcept { return log_dir_; }
    const std::string& snapshot_dir() const noexcept { return snapshot_dir_; }
    const std::string& path() const noexcept { return directory_.path(); }
    DataPlaces places() const { return {log_dir_, snapshot_dir_, io::join(path(), "state")}; }
    void commit() { directory_.commit(); }

private:
    io::NewDirectory directory_;
    std::string log_dir_, snapshot_dir_;
};

void copy(io::FileSystem& files, const std::string& from, Disk& disk, const std::string& name,
          io::Meter* meter) {
    auto source = io::metered_file(files, from, meter);
    const auto sink = disk.create(name, Disk::Existing::keep);
    constexpr std::size_t at_once = 1 << 16;
    std::vector<std::uint8_t> buffer(at_once);
    while (const std::size_t got = source.read(buffer))
        sink->write(Bytes(buffer).first(got));
    sink->finish();
}

void write_anew(io::FileSystem& files, const RepairedLog& log, Disk& disk, io::Meter* meter) {
    const auto codec =
        log.name.ends_with("zstd") ? keeper::ChangelogCodec::zstd : keeper::ChangelogCodec::plain;
    auto source = io::metered_file(files, log.source, meter);
    keeper::ChangelogReader reader(source, codec);
    const auto sink = disk.create(log.name, Disk::Existing::keep);
    keeper::ChangelogWriter writer(*sink, codec);
    auto piece = log.pieces.begin();
    std::uint64_t next = log.indices.first;
    keeper::ChangelogRecord record;
    while (next <= log.indices.last && keeper::next_salvaged(reader, record)) {
        while (piece->run.last() < next)
            ++piece;
        if (record.index == next && record.term == piece->run.term) {
            writer.write(record);
            ++next;
        }
    }
    if (next <= log.indices.last)
        throw Error(ErrorKind::bad_input, "records that were there before cannot be read any more")
            .file(log.source)
            .hint("Is a server writing the file? Repair a copy.");
    writer.finish();
}

void write_state(const RepairPlan& plan, Disk& disk) {
    if (!plan.state)
        return;
    const auto sink = disk.create("state", Disk::Existing::keep);
    sink->write(as_bytes(keeper::encode_state_file(*plan.state)));
    sink->finish();
}

RepairProof prove(io::FileSystem& files, const RepairPlan& plan, const NewCopy& copy, io::Meter* meter) {
    const FsckReport report = fsck(files, {copy.places(), {}, std::nullopt, false}, meter);
    for (const FsckFinding& found : report.findings)
        if (found.finding.severity != Severity::note && found.is_repairable)
            throw Error(ErrorKind::defect, "the corrected copy is not sound: " + found.finding.code + ": " +
                                               found.finding.message)
                .file(found.finding.file);
    for (const StartVerdict& verdict : report.verdicts)
        if (verdict.reads_the_files && (!verdict.lost.empty() || (verdict.outcome == StartOutcome::starts &&
                                                                  verdict.last_index != plan.last_index)))
            throw Error(ErrorKind::defect,
                        fmt::format("a server of {} would reach record {} of the corrected copy, not {}",
                                    verdict.era, verdict.last_index, plan.last_index));
    RepairProof proof;
    proof.last_index = plan.last_index;
    if (plan.last_index == 0 && plan.snapshots.empty())
        return proof;
    const auto snapshots = storage::local_disk(copy.snapshot_dir(), files);
    const auto logs = storage::local_disk(copy.log_dir(), files);
    keeper::ReplayPlan how;
    how.memory = keeper::ReplayMemory::touched_nodes;
    const keeper::ReplayedDirectory replayed = keeper::replay_directory(*snapshots, *logs, how, meter);
    proof.zxid = replayed.replay.zxid();
    proof.nodes = replayed.replay.node_count();
    proof.records = replayed.report.applied;
    proof.digests_compared = replayed.replay.digests_compared();
    if (replayed.replay.first_disagreement())
        proof.first_disagreement = replayed.replay.first_disagreement()->index;
    return proof;
}

} // namespace

RepairProof execute_repair(io::FileSystem& files, const std::vector<DirectoryScan>& scans,
                           const RepairPlan& plan, const std::string& target, io::Meter* meter) {
    NewCopy made(files, target);
    const auto snapshots = storage::local_disk(made.snapshot_dir(), files);
    const auto logs = storage::local_disk(made.log_dir(), files);
    for (const CopiedSnapshot& snapshot : plan.snapshots) {
        const SnapshotScan& scan = scans[snapshot.directory].snapshots[snapshot.place];
        copy(files, scan.path, *snapshots, scan.file.entry.name, meter);
    }
    for (const RepairedLog& log : plan.logs)
        if (log.is_copied)
            copy(files, log.source, *logs, log.name, meter);
        else
            write_anew(files, log, *logs, meter);
    write_state(plan, *storage::local_disk(made.path(), files));
    const RepairProof proof = prove(files, plan, made, meter);
    made.commit();
    return proof;
}

} // namespace keeperfs::inspect
