#include "inspect/copy_parts.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/metered_source.h"
#include "keeperfs/keeper/changelog_reader.h"
#include "keeperfs/keeper/replay_directory.h"

namespace keeperfs::inspect {

using storage::Disk;

void copy_file(io::FileSystem& files, const std::string& from, Disk& disk, const std::string& name,
               Disk::Existing policy, io::Meter* meter) {
    auto source = io::metered_file(files, from, meter);
    const auto sink = disk.create(name, policy);
    constexpr std::size_t at_once = 1 << 16;
    std::vector<std::uint8_t> buffer(at_once);
    while (const std::size_t got = source.read(buffer))
        sink->write(Bytes(buffer).first(got));
    sink->finish();
}

keeper::ChangelogCodec codec_of(const RepairedLog& log) {
    return log.name.ends_with("zstd") ? keeper::ChangelogCodec::zstd : keeper::ChangelogCodec::plain;
}

void write_records(io::FileSystem& files, const RepairedLog& log, keeper::ChangelogWriter& writer,
                   io::Meter* meter) {
    auto source = io::metered_file(files, log.source, meter);
    keeper::ChangelogReader reader(source, codec_of(log));
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
}

void write_log(io::FileSystem& files, const RepairedLog& log, Disk& disk, io::Meter* meter) {
    if (log.is_copied) {
        copy_file(files, log.source, disk, log.name, Disk::Existing::keep, meter);
        return;
    }
    const auto sink = disk.create(log.name, Disk::Existing::keep);
    keeper::ChangelogWriter writer(*sink, codec_of(log));
    write_records(files, log, writer, meter);
    writer.finish();
}

void write_state(const keeper::RaftState& state, Disk& disk) {
    const auto sink = disk.create("state", Disk::Existing::keep);
    sink->write(as_bytes(keeper::encode_state_file(state)));
    sink->finish();
}

CopyProof prove_copy(io::FileSystem& files, const DataPlaces& places, std::uint64_t last_index,
                     io::Meter* meter) {
    CopyProof proven{fsck(files, {places, {}, std::nullopt, false}, meter), {}};
    for (const FsckFinding& found : proven.report.findings)
        if (found.finding.severity != Severity::note && found.is_repairable)
            throw Error(ErrorKind::bad_output, "the corrected copy is not sound: " + found.finding.code +
                                                   ": " + found.finding.message)
                .file(found.finding.file);
    for (const StartVerdict& verdict : proven.report.verdicts)
        if (verdict.reads_the_files && (!verdict.lost.empty() || (verdict.outcome == StartOutcome::starts &&
                                                                  verdict.last_index != last_index)))
            throw Error(ErrorKind::bad_output,
                        fmt::format("a server of {} would reach record {} of the corrected copy, not {}",
                                    verdict.era, verdict.last_index, last_index));
    RepairProof& proof = proven.proof;
    proof.last_index = last_index;
    const DirectoryScan& scan = proven.report.scans.front();
    if (scan.logs.empty() && scan.snapshots.empty())
        return proven;
    const auto snapshots = storage::local_disk(places.snapshot_dir, files);
    const auto logs = storage::local_disk(places.log_dir, files);
    keeper::ReplayPlan how;
    how.memory = keeper::ReplayMemory::touched_nodes;
    const keeper::ReplayedDirectory replayed = keeper::replay_directory(*snapshots, *logs, how, meter);
    proof.zxid = replayed.replay.zxid();
    proof.nodes = replayed.replay.node_count();
    proof.records = replayed.report.applied;
    proof.digests_compared = replayed.replay.digests_compared();
    if (replayed.replay.first_disagreement())
        proof.first_disagreement = replayed.replay.first_disagreement()->index;
    return proven;
}

} // namespace keeperfs::inspect
