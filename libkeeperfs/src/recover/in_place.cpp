#include "recover/backup_copy.h"
#include "recover/recovered_copy.h"

#include "keeperfs/base/error.h"
#include "keeperfs/keeper/data_files.h"
#include "keeperfs/keeper/file_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace keeperfs::recover {

namespace {

using inspect::RepairedLog;
using storage::Disk;

Error cannot_be_done_here(const std::string& file, std::string what) {
    return Error(ErrorKind::refused, std::move(what)).file(file).hint("Write to a new directory with --to.");
}

/// Puts the files of a recovered copy into the place of the original ones. After each step a server of any
/// release starts, at worst as it would have before the first.
class Installation {
public:
    Installation(io::FileSystem& files, const inspect::DirectoryScan& scan, const Recovery& recovery)
        : files_(files), scan_(scan), places_(scan.places), recovery_(recovery) {}

    /// Error(refused) for what could not be done in such steps.
    void check() const {
        if (places_.log_dir.empty() || places_.snapshot_dir.empty())
            throw cannot_be_done_here(places_.log_dir + places_.snapshot_dir,
                                      "there is no directory for logs or none for snapshots");
        for (const inspect::CopiedSnapshot& snapshot : recovery_.files.snapshots)
            if (snapshot.directory != 0)
                throw cannot_be_done_here(places_.snapshot_dir, "a snapshot comes from another survivor");
        if (recovery_.way == Way::snapshot)
            return;
        for (const std::string& name : scan_.foreign_logs)
            if (!files_.is_regular_file(io::join(places_.log_dir, name)))
                throw cannot_be_done_here(io::join(places_.log_dir, name),
                                          "this is neither a changelog nor a file");
        for (const RepairedLog& log : recovery_.files.logs)
            check(log);
    }

    void install(const inspect::DataPlaces& made, io::Meter* meter) {
        remove_marks();
        if (recovery_.way != Way::snapshot)
            install_logs(made, meter);
        install_state(made, meter);
        install_snapshots(made, meter);
        if (recovery_.way == Way::snapshot)
            remove_logs({}, true);
    }

private:
    io::FileSystem& files_;
    const inspect::DirectoryScan& scan_;
    const inspect::DataPlaces& places_;
    const Recovery& recovery_;

    /// Of the file that it takes the place of: two changelogs that begin with one index would be read both.
    static std::string name_in_place(const RepairedLog& log) { return io::name_of(log.source); }
    bool is_last(const RepairedLog& log) const { return &log == &recovery_.files.logs.back(); }

    void check(const RepairedLog& log) const {
        if (log.pieces.front().directory != 0)
            throw cannot_be_done_here(log.source, "records come from another survivor");
        const auto name = keeper::parse_changelog_name(name_in_place(log));
        if (!log.is_copied &&
            (!is_last(log) || !name || name->from != log.indices.first || name->to < recovery_.last_index))
            throw cannot_be_done_here(log.source,
                                      "this file would have to become another one of another name");
    }

    void remove_marks() {
        for (const inspect::Marker& marker : scan_.markers)
            files_.remove(
                io::join(marker.is_in_log_dir ? places_.log_dir : places_.snapshot_dir, marker.name));
        for (const std::string& name : scan_.foreign_logs)
            files_.remove(io::join(places_.log_dir, name));
    }

    void install_logs(const inspect::DataPlaces& made, io::Meter* meter) {
        std::set<std::string> kept;
        for (const RepairedLog& log : recovery_.files.logs)
            kept.insert(name_in_place(log));
        remove_logs(kept, false);
        const auto disk = storage::local_disk(places_.log_dir, files_);
        for (const io::DirectoryEntry& entry : files_.list(made.log_dir)) {
            const auto log = std::ranges::find(recovery_.files.logs, entry.name, &RepairedLog::name);
            const bool is_known = log != recovery_.files.logs.end();
            if (!is_known || differs(*log))
                inspect::copy_file(files_, io::join(made.log_dir, entry.name), *disk,
                                   is_known ? name_in_place(*log) : entry.name, Disk::Existing::replace,
                                   meter);
        }
    }
    bool differs(const RepairedLog& log) const {
        return !log.is_copied ||
               (recovery_.way == Way::log && is_last(log) && has_room(log, recovery_.last_index));
    }
    /// From the end, so that what is left has no gap; or from the start, where a snapshot has all of it.
    void remove_logs(const std::set<std::string>& kept, bool from_the_start) {
        std::vector<std::string> names;
        for (const inspect::LogScan& log : scan_.logs)
            if (!kept.contains(log.file.entry.name))
                names.push_back(log.file.entry.name);
        if (!from_the_start)
            std::reverse(names.begin(), names.end());
        for (const std::string& name : names)
            files_.remove(io::join(places_.log_dir, name));
        if (!names.empty())
            files_.sync_directory(places_.log_dir);
    }

    void install_state(const inspect::DataPlaces& made, io::Meter* meter) {
        const std::string directory = io::directory_of(places_.state_file);
        inspect::copy_file(files_, made.state_file, *storage::local_disk(directory, files_),
                           io::name_of(places_.state_file), Disk::Existing::replace, meter);
        for (const std::string& old : {places_.state_file + "-OLD", io::join(directory, "STATE_COPY_LOCK")})
            if (files_.exists(old))
                files_.remove(old);
    }

    void install_snapshots(const inspect::DataPlaces& made, io::Meter* meter) {
        const auto disk = storage::local_disk(places_.snapshot_dir, files_);
        std::set<std::string> kept;
        std::string newest;
        for (const keeper::SnapshotFile& file :
             keeper::list_data_files(*storage::local_disk(made.snapshot_dir, files_)).snapshots) {
            kept.insert(file.entry.name);
            newest = file.entry.name;
        }
        if (recovery_.way != Way::log)
            inspect::copy_file(files_, io::join(made.snapshot_dir, newest), *disk, newest,
                               Disk::Existing::replace, meter);
        for (const inspect::SnapshotScan& snapshot : scan_.snapshots)
            if (!kept.contains(snapshot.file.entry.name))
                files_.remove(io::join(places_.snapshot_dir, snapshot.file.entry.name));
    }
};

} // namespace

RecoveryProof recover_in_place(io::FileSystem& files, const std::vector<inspect::DirectoryScan>& scans,
                               const Recovery& recovery, const std::string& backup, io::Meter* meter) {
    Installation installation(files, scans.front(), recovery);
    installation.check();
    RecoveredCopy made(files, scans, recovery, backup + ".recovered", meter);
    back_up(files, scans.front().places, backup, meter);
    installation.install(made.copy().places(), meter);
    return prove_recovery(files, scans.front().places, recovery, meter);
}

} // namespace keeperfs::recover
