#include "keeperfs/inspect/data_scan.h"

#include "inspect/log_scan.h"
#include "inspect/scan_for_replay.h"
#include "inspect/snapshot_scan.h"
#include "io/stages.h"

#include "keeperfs/base/text.h"
#include "keeperfs/io/file_source.h"
#include "keeperfs/keeper/file_names.h"

#include <atomic>
#include <mutex>
#include <thread>

namespace keeperfs::inspect {

namespace {

/// More is no state file of any release.
constexpr std::size_t most_state_bytes = 1024;
constexpr std::string_view detached_folder = "detached";
constexpr std::string_view marker_prefix = "tmp_";

/// nullopt: there is no such file.
std::optional<keeper::RaftState> read_state(io::FileSystem& files, const std::string& path,
                                            std::optional<std::string>& problem) {
    if (!files.exists(path))
        return std::nullopt;
    try {
        io::FileSource source(files, path);
        std::array<std::uint8_t, most_state_bytes> content{};
        std::size_t size = 0;
        while (const std::size_t got = source.read(std::span(content).subspan(size)))
            size += got;
        return keeper::decode_state_file(Bytes(content).first(size));
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::bad_input)
            throw;
        problem = error.finding();
        return std::nullopt;
    }
}

StateScan scan_state(io::FileSystem& files, const std::string& path) {
    StateScan scan;
    if (path.empty())
        return scan;
    scan.was_looked_for = true;
    scan.state = read_state(files, path, scan.state_problem);
    scan.old = read_state(files, path + "-OLD", scan.old_problem);
    scan.has_copy_lock = files.exists(io::join(io::directory_of(path), "STATE_COPY_LOCK"));
    return scan;
}

class Scanner {
public:
    Scanner(io::FileSystem& files, DirectoryScan& scan, const LogsAreRead& logs_are_read, io::Meter* meter)
        : files_(files), scan_(scan), logs_are_read_(logs_are_read), meter_(meter) {}

    void scan() {
        const auto logs = listed(scan_.places.log_dir), snapshots = listed(scan_.places.snapshot_dir);
        if (meter_ != nullptr)
            meter_->start("examined", total(logs, snapshots));
        Reading<SnapshotScan, keeper::SnapshotFile> reading_snapshots(snapshots.snapshots);
        Reading<LogScan, keeper::ChangelogFile> reading_logs(logs.changelogs);
        if (logs_are_read_) {
            read_by_all_cores(reading_snapshots, reading_logs);
        } else {
            read_snapshots(reading_snapshots, {});
            read_logs(reading_logs, nullptr, {});
        }
        keep(scan_.snapshots, reading_snapshots);
        keep(scan_.logs, reading_logs);
        add_markers(logs, true);
        if (scan_.places.log_dir != scan_.places.snapshot_dir)
            add_markers(snapshots, false);
        add_foreign_logs();
        scan_.state = scan_state(files_, scan_.places.state_file);
        if (!scan_.places.snapshot_dir.empty())
            scan_.free_space = files_.free_space(scan_.places.snapshot_dir);
    }

private:
    /// Files of a kind, which several threads may take.
    template <class Scan, class File> struct Reading {
        explicit Reading(const std::vector<File>& list) : files(list), scans(list.size()) {}
        const std::vector<File>& files;
        std::vector<std::optional<Scan>> scans; ///< nullopt: the file has gone
        std::atomic<std::size_t> taken{0};
    };

    io::FileSystem& files_;
    DirectoryScan& scan_;
    const LogsAreRead& logs_are_read_;
    io::Meter* meter_;

    /// How many it has read when there are no more.
    template <class Scan, class File, class Read> static std::size_t
    read_files(Reading<Scan, File>& reading, const std::stop_token& stop, const Read& read) {
        std::size_t done = 0;
        for (std::size_t i = reading.taken++; i < reading.files.size() && !stop.stop_requested();
             i = reading.taken++, ++done)
            reading.scans[i] = read(reading.files[i]);
        return done;
    }
    void read_snapshots(Reading<SnapshotScan, keeper::SnapshotFile>& reading, const std::stop_token& stop) {
        read_files(reading, stop, [&](const keeper::SnapshotFile& file) {
            return scan_snapshot(files_, io::join(scan_.places.snapshot_dir, file.entry.name), file, meter_);
        });
    }
    std::size_t read_logs(Reading<LogScan, keeper::ChangelogFile>& reading, keeper::LookAhead* ahead,
                          const std::stop_token& stop) {
        return read_files(reading, stop, [&](const keeper::ChangelogFile& file) {
            return scan_log(files_, io::join(scan_.places.log_dir, file.entry.name), file, ahead, meter_);
        });
    }
    /// Snapshots one after the other, since each takes memory for its tree.
    void read_by_all_cores(Reading<SnapshotScan, keeper::SnapshotFile>& snapshots,
                           Reading<LogScan, keeper::ChangelogFile>& logs) {
        const std::uint64_t from_index = snapshots.files.empty() ? 0 : snapshots.files.back().index;
        const auto all = std::make_shared<keeper::LookAhead>();
        all->from_index = from_index;
        std::mutex mutex;
        std::size_t looked_at = 0;
        const auto look_ahead = [&](const std::stop_token& stop) {
            keeper::LookAhead ahead{from_index, std::make_shared<keeper::TouchedNodes>(), {}};
            const std::size_t read = read_logs(logs, &ahead, stop);
            if (read == 0)
                return; // the others may have handed on what they found
            const std::lock_guard lock(mutex);
            all->merge(std::move(ahead));
            looked_at += read;
            if (looked_at == logs.files.size())
                logs_are_read_(all);
        };
        io::Stages threads;
        threads.run([&](const std::stop_token& stop) {
            read_snapshots(snapshots, stop);
            look_ahead(stop);
        });
        const std::size_t readers =
            std::min<std::size_t>(std::thread::hardware_concurrency(), logs.files.size() + 1);
        for (std::size_t more = 2; more < readers; ++more)
            threads.run(look_ahead);
        threads.run_here(look_ahead);
        threads.join();
    }

    keeper::DataFiles listed(const std::string& directory) {
        return directory.empty() ? keeper::DataFiles()
                                 : keeper::list_data_files(*storage::local_disk(directory, files_));
    }
    static std::uint64_t total(const keeper::DataFiles& logs, const keeper::DataFiles& snapshots) {
        std::uint64_t bytes = 0;
        for (const keeper::ChangelogFile& file : logs.changelogs)
            bytes += file.entry.size;
        for (const keeper::SnapshotFile& file : snapshots.snapshots)
            bytes += file.entry.size;
        return bytes;
    }
    template <class Scan, class File> void keep(std::vector<Scan>& list, Reading<Scan, File>& reading) {
        for (std::size_t i = 0; i < reading.files.size(); ++i)
            if (reading.scans[i])
                list.push_back(std::move(*reading.scans[i]));
            else
                scan_.vanished.push_back(reading.files[i].entry.name);
    }
    void add_markers(const keeper::DataFiles& files, bool is_in_log_dir) {
        for (const storage::Entry& entry : files.markers) {
            if (!entry.name.starts_with(marker_prefix))
                continue;
            const std::string marked = entry.name.substr(marker_prefix.size());
            const std::string& directory = is_in_log_dir ? scan_.places.log_dir : scan_.places.snapshot_dir;
            scan_.markers.push_back({entry.name, files_.exists(io::join(directory, marked)), is_in_log_dir});
        }
    }
    /// A directory that holds more than the logs is none in which a server looks for logs only.
    void add_foreign_logs() {
        if (scan_.places.log_dir.empty() || scan_.places.log_dir == scan_.places.snapshot_dir ||
            scan_.places.log_dir == io::directory_of(scan_.places.state_file))
            return;
        // By names alone: a server may have begun a file since the logs were listed.
        const auto is_known = [](const std::string& name) {
            return name.starts_with(marker_prefix) || keeper::parse_changelog_name(name).has_value();
        };
        for (const io::DirectoryEntry& entry : files_.list(scan_.places.log_dir)) {
            if (entry.kind == io::FileKind::directory && entry.name == detached_folder)
                scan_.has_detached = true;
            else if (entry.kind != io::FileKind::regular || !is_known(entry.name))
                scan_.foreign_logs.push_back(entry.name);
        }
    }
};

} // namespace

// A run begins with every record that uses up no zxid, so only there the zxid may stay as it is.
std::optional<std::uint64_t> first_zxid_back(std::span<const RecordRun> runs) {
    for (std::size_t i = 1; i < runs.size(); ++i) {
        const std::int64_t before = runs[i - 1].zxid_at(runs[i - 1].last());
        if (runs[i].first == runs[i - 1].last() + 1 && before != 0 && runs[i].zxid != 0 &&
            runs[i].zxid < before)
            return runs[i].first;
    }
    return std::nullopt;
}

std::optional<keeper::RaftState> StateScan::effective() const {
    if (state)
        return state;
    return has_copy_lock ? std::nullopt : old;
}

std::uint64_t DirectoryScan::greatest_term() const noexcept {
    std::uint64_t term = 0;
    for (const LogScan& log : logs)
        for (const std::vector<RecordRun>* runs : {&log.runs, &log.salvaged})
            for (const RecordRun& run : *runs)
                term = std::max(term, run.term);
    for (const SnapshotScan& snapshot : snapshots)
        if (snapshot.is_whole())
            term = std::max(term, snapshot.header().last_log_term);
    return term;
}

const SnapshotScan* DirectoryScan::newest_sound() const noexcept {
    const SnapshotScan* newest = nullptr;
    for (const SnapshotScan& snapshot : snapshots)
        if (snapshot.is_sound() &&
            (newest == nullptr || snapshot.header().last_log_index > newest->header().last_log_index))
            newest = &snapshot;
    return newest;
}

DirectoryScan scan_directory(io::FileSystem& files, const DataPlaces& places, io::Meter* meter) {
    return scan_for_replay(files, places, {}, meter);
}

DirectoryScan scan_for_replay(io::FileSystem& files, const DataPlaces& places,
                              const LogsAreRead& logs_are_read, io::Meter* meter) {
    DirectoryScan scan;
    scan.places = places;
    Scanner(files, scan, logs_are_read, meter).scan();
    return scan;
}

} // namespace keeperfs::inspect
