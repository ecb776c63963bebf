#include "keeperfs/backup/restore.h"

#include "backup/restore_source.h"
#include "backup/source_findings.h"
#include "inspect/copy_parts.h"
#include "recover/recovered_copy.h"

#include "keeperfs/base/text.h"
#include "keeperfs/recover/in_use.h"

namespace keeperfs::backup {

namespace {

using inspect::NewCopy;
using Existing = io::FileSystem::Existing;

void refuse_taken(io::FileSystem& files, const std::string& directory) {
    if (files.exists(directory) && (!files.is_directory(directory) || !files.list(directory).empty()))
        throw Error(ErrorKind::refused, "the directory for the output is not empty")
            .file(directory)
            .hint("Nothing was restored. Give one that does not exist yet, or move its files away.");
}

/// Where the files are made, and how they come to their places.
class Target {
public:
    Target(io::FileSystem& files, const RestoreTarget& wanted, const std::string& id)
        : files_(files), wanted_(wanted) {
        const bool is_one = !wanted.directory.empty();
        const bool are_three =
            !wanted.log_dir.empty() && !wanted.snapshot_dir.empty() && !wanted.state_file.empty();
        if (is_one == are_three)
            throw Error(ErrorKind::usage, "say where to: one directory, or the three places of a server")
                .hint("Give --to, or --to-log-dir, --to-snapshot-dir and --to-state.");
        stage_ =
            is_one ? wanted.directory : io::join(io::directory_of(wanted.log_dir), "keeperfs-restored-" + id);
        if (is_one)
            places_ = {io::join(stage_, "log"), io::join(stage_, "snapshots"), io::join(stage_, "state")};
        else
            places_ = {wanted.log_dir, wanted.snapshot_dir, wanted.state_file};
        refuse();
    }

    const std::string& stage() const noexcept { return stage_; }
    const inspect::DataPlaces& places() const noexcept { return places_; }

    /// Once the stage has its name.
    void put_in_place() {
        if (!wanted_.directory.empty())
            return;
        refuse();
        // A server that starts in between finds a log without its snapshot, and no release takes that for a
        // whole state without saying so.
        move(io::join(stage_, "log"), places_.log_dir);
        move(io::join(stage_, "state"), places_.state_file);
        move(io::join(stage_, "snapshots"), places_.snapshot_dir);
        files_.remove_directory(stage_);
    }

private:
    io::FileSystem& files_;
    const RestoreTarget& wanted_;
    std::string stage_;
    inspect::DataPlaces places_;

    void refuse() {
        recover::refuse_locked(files_, places_);
        if (!wanted_.directory.empty()) {
            refuse_taken(files_, stage_);
            return;
        }
        refuse_taken(files_, places_.log_dir);
        refuse_taken(files_, places_.snapshot_dir);
        if (files_.exists(places_.state_file))
            throw Error(ErrorKind::refused, "there is a state file already")
                .file(places_.state_file)
                .hint("Nothing was restored. Move it away.");
    }
    void move(const std::string& from, const std::string& to) {
        try {
            files_.rename(from, to, files_.is_directory(to) ? Existing::replace : Existing::keep);
            files_.sync_directory(io::directory_of(to));
        } catch (Error& error) {
            error.hint("The restored files lie in " + stage_ + "; move what is left there to its place.");
            throw;
        }
    }
};

/// Of files of several backups it shows that they are of two histories.
void throw_disagreement(const inspect::RepairProof& proof, const std::string& place) {
    if (proof.first_disagreement)
        throw Error(ErrorKind::bad_input,
                    fmt::format("the digest of record {} is not that of the tree", *proof.first_disagreement))
            .file(place)
            .hint("Nothing was restored. An earlier point may be sound: see keeperctl backup verify --deep.");
}

class Restoration {
public:
    Restoration(io::FileSystem& files, Store& store, const RestoreWish& wish, const RestoreTarget& target,
                io::Meter* meter)
        : source_(files, store, wish, meter), target_(files, target, source_.newest().id), wish_(wish),
          meter_(meter) {
        const Manifest& newest = source_.newest();
        report_.backups = source_.ids();
        report_.created_ms = newest.created_ms;
        report_.backup_index = newest.last_index;
        for (const BackupFile& file : newest.files)
            if (file.kind == FileKind::config)
                report_.config_files.push_back(file.name);
    }

    RestoreReport run() {
        if (wish_.members.empty())
            restore_as_it_was();
        else
            restore_with_members();
        target_.put_in_place();
        report_.log_dir = target_.places().log_dir;
        report_.snapshot_dir = target_.places().snapshot_dir;
        report_.state_file = target_.places().state_file;
        return std::move(report_);
    }

private:
    RestoreSource source_;
    Target target_;
    const RestoreWish& wish_;
    io::Meter* meter_;
    RestoreReport report_;

    void restore_as_it_was() {
        const inspect::RepairPlan plan = inspect::plan_repair(source_.scans(), source_.log());
        if (const auto members = members_of(source_.scans().front(), plan))
            report_.members_before = report_.members = members->servers;
        NewCopy made(source_.files(), target_.stage());
        const auto snapshots = storage::local_disk(made.snapshot_dir(), source_.files());
        for (const inspect::CopiedSnapshot& copied : plan.snapshots) {
            const inspect::SnapshotScan& scan = source_.scans()[copied.directory].snapshots[copied.place];
            inspect::copy_file(source_.files(), scan.path, *snapshots, scan.file.entry.name,
                               storage::Disk::Existing::keep, meter_);
        }
        const auto logs = storage::local_disk(made.log_dir(), source_.files());
        for (const inspect::RepairedLog& log : plan.logs)
            inspect::write_log(source_.files(), log, *logs, meter_);
        if (plan.state) {
            inspect::write_state(*plan.state, *storage::local_disk(made.path(), source_.files()));
            report_.term = plan.state->term;
        }
        const inspect::CopyProof proven =
            inspect::prove_copy(source_.files(), made.places(), plan.last_index, meter_);
        if (source_.manifests().size() > 1)
            throw_disagreement(proven.proof, target_.stage());
        report_.first_disagreement = proven.proof.first_disagreement;
        take(proven.proof.last_index, proven.proof.zxid, proven.proof.nodes, proven.proof.records,
             proven.proof.digests_compared);
        for (const inspect::StartVerdict& verdict : proven.report.verdicts)
            if (verdict.reads_the_files)
                report_.verdicts.push_back(verdict);
        made.commit();
    }

    void restore_with_members() {
        recover::RecoveryWish wish{wish_.members, wish_.way};
        const recover::Recovery recovery = recover::plan_recovery(source_.scans(), source_.log(), wish);
        recover::RecoveredCopy made(source_.files(), source_.scans(), recovery, target_.stage(), meter_);
        if (recovery.before)
            report_.members_before = recovery.before->servers;
        report_.members = recovery.membership.servers;
        report_.way = recovery.way;
        report_.term = recovery.state.term;
        take(made.proof().last_index, made.proof().zxid, made.proof().nodes, made.proof().records,
             made.proof().digests_compared);
        report_.verdicts = made.proof().verdicts;
        made.copy().commit();
    }

    void take(std::uint64_t last_index, std::int64_t zxid, std::uint64_t nodes, std::uint64_t records,
              std::uint64_t digests) {
        report_.last_index = last_index;
        report_.zxid = zxid;
        report_.nodes = nodes;
        report_.records_replayed = records;
        report_.digests_compared = digests;
    }
};

} // namespace

RestoreReport restore(io::FileSystem& files, Store& store, const RestoreWish& wish,
                      const RestoreTarget& target, io::Meter* meter) {
    return Restoration(files, store, wish, target, meter).run();
}

} // namespace keeperfs::backup
