#include "recover/recovered_copy.h"

#include "recover/snapshot_section.h"

#include "keeperfs/base/error.h"
#include "keeperfs/convert/replayed_snapshot.h"
#include "keeperfs/keeper/changelog_format.h"
#include "keeperfs/keeper/file_names.h"
#include "keeperfs/keeper/replay_directory.h"

#include <fmt/format.h>

namespace keeperfs::recover {

using inspect::NewCopy;
using inspect::RepairedLog;
using Existing = storage::Disk::Existing;

namespace {

/// The record that names the members (keeper-files 8.4).
void write_record(keeper::ChangelogWriter& writer, const Recovery& recovery, std::uint64_t term) {
    const std::string blob = keeper::encode_cluster_config(recovery.membership);
    keeper::ChangelogRecord record;
    record.index = recovery.membership.log_index;
    record.term = term;
    record.type = keeper::RecordType::configuration;
    record.blob = as_bytes(blob);
    writer.write(record);
}

/// In a file of its own, which servers go on with.
void write_record_alone(storage::Disk& disk, const Recovery& recovery, keeper::ChangelogCodec codec,
                        std::uint64_t term) {
    const std::uint64_t index = recovery.membership.log_index;
    const std::uint64_t to = index + keeper::changelog_format::default_rotate_interval - 1;
    const auto sink = disk.create(keeper::changelog_name(index, to, codec), Existing::keep);
    keeper::ChangelogWriter writer(*sink, codec);
    write_record(writer, recovery, term);
    writer.finish();
}

[[noreturn]] void throw_disagreement(std::uint64_t index, const std::string& file) {
    throw Error(
        ErrorKind::bad_input,
        fmt::format("the digest of record {} is not that of the tree: a server would stop there", index))
        .file(file)
        .hint("Look with keeperctl fsck; another survivor may be sound.");
}

} // namespace

bool has_room(const RepairedLog& log, std::uint64_t index) {
    const auto name = keeper::parse_changelog_name(log.name);
    return name && name->to >= index;
}

RecoveredCopy::RecoveredCopy(io::FileSystem& files, const std::vector<inspect::DirectoryScan>& scans,
                             const Recovery& recovery, const std::string& target, io::Meter* meter)
    : files_(files), scans_(scans), recovery_(recovery), meter_(meter), made_(files, target) {
    write();
    inspect::write_state(recovery.state, *storage::local_disk(made_.path(), files));
    keep_damaged();
    proof_ = prove_recovery(files, made_.places(), recovery, meter);
}

void RecoveredCopy::write() {
    const std::size_t snapshots = recovery_.files.snapshots.size(), logs = recovery_.files.logs.size();
    switch (recovery_.way) {
    case Way::section:
        write_snapshots(made_, snapshots - 1);
        write_newest_with_section();
        write_logs(made_, logs);
        return;
    case Way::log:
        write_snapshots(made_, snapshots);
        write_logs(made_, logs == 0 ? 0 : logs - 1);
        write_last_log_with_record();
        return;
    case Way::snapshot:
        write_replayed();
        return;
    }
}

const inspect::SnapshotScan& RecoveredCopy::scan_of(const inspect::CopiedSnapshot& snapshot) const {
    return scans_[snapshot.directory].snapshots[snapshot.place];
}

void RecoveredCopy::write_snapshots(const NewCopy& to, std::size_t count) {
    const auto disk = storage::local_disk(to.snapshot_dir(), files_);
    for (std::size_t i = 0; i < count; ++i) {
        const inspect::SnapshotScan& scan = scan_of(recovery_.files.snapshots[i]);
        inspect::copy_file(files_, scan.path, *disk, scan.file.entry.name, Existing::keep, meter_);
    }
}

void RecoveredCopy::write_newest_with_section() {
    const inspect::SnapshotScan& newest = scan_of(recovery_.files.snapshots.back());
    copy_with_section(files_, newest.path, *storage::local_disk(made_.snapshot_dir(), files_),
                      newest.file.entry.name, recovery_.membership, meter_);
}

void RecoveredCopy::write_logs(const NewCopy& to, std::size_t count) {
    const auto disk = storage::local_disk(to.log_dir(), files_);
    for (std::size_t i = 0; i < count; ++i)
        inspect::write_log(files_, recovery_.files.logs[i], *disk, meter_);
}

void RecoveredCopy::write_last_log_with_record() {
    const auto disk = storage::local_disk(made_.log_dir(), files_);
    if (recovery_.files.logs.empty()) {
        write_record_alone(*disk, recovery_, keeper::ChangelogCodec::plain,
                           scan_of(recovery_.files.snapshots.back()).header().last_log_term);
        return;
    }
    const RepairedLog& last = recovery_.files.logs.back();
    const keeper::ChangelogCodec codec = inspect::codec_of(last);
    const std::uint64_t index = recovery_.membership.log_index, term = last.pieces.back().run.term;
    if (last.is_copied && !has_room(last, index)) {
        inspect::write_log(files_, last, *disk, meter_);
        write_record_alone(*disk, recovery_, codec, term);
        return;
    }
    const auto sink = disk->create(last.name, Existing::keep);
    keeper::ChangelogWriter writer(*sink, codec);
    inspect::write_records(files_, last, writer, meter_);
    write_record(writer, recovery_, term);
    writer.finish();
}

void RecoveredCopy::write_replayed() {
    // Written out first: what is damaged is then left out already. It goes with the object.
    const NewCopy repaired(files_, io::join(made_.path(), "repaired"));
    write_snapshots(repaired, recovery_.files.snapshots.size());
    write_logs(repaired, recovery_.files.logs.size());
    const auto snapshots = storage::local_disk(repaired.snapshot_dir(), files_);
    const auto logs = storage::local_disk(repaired.log_dir(), files_);
    keeper::ReplayPlan how;
    how.memory = keeper::ReplayMemory::touched_nodes;
    const keeper::ReplayedDirectory replayed = keeper::replay_directory(*snapshots, *logs, how, meter_);
    if (replayed.replay.first_disagreement())
        throw_disagreement(replayed.replay.first_disagreement()->index, scans_.front().places.log_dir);
    if (replayed.replay.last_index() != recovery_.last_index)
        throw Error(ErrorKind::bad_input, "not every record of the log can be applied")
            .file(scans_.front().places.log_dir)
            .found(fmt::format("record {} as the last", replayed.replay.last_index()),
                   std::to_string(recovery_.last_index));
    convert::ReplayedSnapshotOptions options;
    options.output_dir = made_.snapshot_dir();
    options.membership = recovery_.membership;
    convert::write_replayed_snapshot(files_, replayed, *snapshots, options);
}

void RecoveredCopy::keep_damaged() {
    if (recovery_.damaged.empty())
        return;
    const auto disk = storage::local_disk(made_.make("damaged"), files_);
    for (const std::string& file : recovery_.damaged)
        inspect::copy_file(files_, file, *disk, io::name_of(file), Existing::keep, meter_);
}

RecoveryProof prove_recovery(io::FileSystem& files, const inspect::DataPlaces& places,
                             const Recovery& recovery, io::Meter* meter) {
    inspect::CopyProof proven = inspect::prove_copy(files, places, recovery.last_index, meter);
    if (proven.proof.first_disagreement)
        throw_disagreement(*proven.proof.first_disagreement, places.log_dir);
    RecoveryProof proof{proven.proof.last_index,
                        proven.proof.zxid,
                        proven.proof.nodes,
                        proven.proof.records,
                        proven.proof.digests_compared,
                        {}};
    for (inspect::StartVerdict& verdict : proven.report.verdicts) {
        if (!verdict.reads_the_files)
            continue;
        if (verdict.outcome == inspect::StartOutcome::starts &&
            (!verdict.membership || verdict.membership->servers != recovery.membership.servers))
            throw Error(
                ErrorKind::bad_output,
                fmt::format("a server of {} would not take the members that were written", verdict.era))
                .file(places.log_dir);
        proof.verdicts.push_back(std::move(verdict));
    }
    return proof;
}

RecoveryProof execute_recovery(io::FileSystem& files, const std::vector<inspect::DirectoryScan>& scans,
                               const Recovery& recovery, const std::string& target, io::Meter* meter) {
    RecoveredCopy made(files, scans, recovery, target, meter);
    made.copy().commit();
    return made.proof();
}

} // namespace keeperfs::recover
