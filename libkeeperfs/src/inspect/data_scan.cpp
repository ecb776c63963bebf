#include "keeperfs/inspect/data_scan.h"

#include "inspect/log_scan.h"
#include "inspect/snapshot_scan.h"

#include "keeperfs/base/text.h"
#include "keeperfs/io/file_source.h"
#include "keeperfs/keeper/file_names.h"

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
    Scanner(io::FileSystem& files, DirectoryScan& scan, io::Meter* meter)
        : files_(files), scan_(scan), meter_(meter) {}

    void scan() {
        const auto logs = listed(scan_.places.log_dir), snapshots = listed(scan_.places.snapshot_dir);
        if (meter_ != nullptr)
            meter_->start("examined", total(logs, snapshots));
        for (const keeper::SnapshotFile& file : snapshots.snapshots)
            keep(scan_.snapshots,
                 scan_snapshot(files_, io::join(scan_.places.snapshot_dir, file.entry.name), file, meter_),
                 file.entry.name);
        for (const keeper::ChangelogFile& file : logs.changelogs)
            keep(scan_.logs, scan_log(files_, io::join(scan_.places.log_dir, file.entry.name), file, meter_),
                 file.entry.name);
        add_markers(logs, true);
        if (scan_.places.log_dir != scan_.places.snapshot_dir)
            add_markers(snapshots, false);
        add_foreign_logs();
        scan_.state = scan_state(files_, scan_.places.state_file);
        if (!scan_.places.snapshot_dir.empty())
            scan_.free_space = files_.free_space(scan_.places.snapshot_dir);
    }

private:
    io::FileSystem& files_;
    DirectoryScan& scan_;
    io::Meter* meter_;

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
    template <class File>
    void keep(std::vector<File>& list, std::optional<File> scanned, const std::string& name) {
        if (scanned)
            list.push_back(std::move(*scanned));
        else
            scan_.vanished.push_back(name);
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
    DirectoryScan scan;
    scan.places = places;
    Scanner(files, scan, meter).scan();
    return scan;
}

} // namespace keeperfs::inspect
