#include "inspect/cross_rules.h"

#include "keeperfs/base/text.h"
#include "keeperfs/inspect/snapshot_stats.h"
#include "keeperfs/keeper/snapshot_format.h"

namespace keeperfs::inspect {

using keeper::ChangelogEnd;

namespace {

constexpr const char* repair_hint = "keeperctl fsck --repair-to writes a corrected copy.";
constexpr const char* peer_hint =
    "Another member of the cluster may have the records: give its directory with --peer.";

std::string range_text(IndexRange range) {
    return range.first == range.last ? fmt::format("record {}", range.first)
                                     : fmt::format("records {} to {}", range.first, range.last);
}

class Faults {
public:
    Faults(const DirectoryScan& scan, const LogImage& image) : scan_(scan), image_(image) {
        if (const SnapshotScan* newest = scan.newest_sound())
            base_ = newest->header().last_log_index;
    }

    std::vector<FsckFinding> find() {
        for (const SnapshotScan& snapshot : scan_.snapshots)
            check_snapshot(snapshot);
        check_snapshots();
        for (std::size_t place = 0; place < scan_.logs.size(); ++place)
            check_log(scan_.logs[place], place);
        check_gaps();
        check_superseded();
        check_names();
        check_state();
        check_membership();
        return std::move(findings_);
    }

private:
    const DirectoryScan& scan_;
    const LogImage& image_;
    std::uint64_t base_ = 0; ///< the index of the newest snapshot in which there is nothing wrong
    std::vector<FsckFinding> findings_;

    FsckFinding& add(std::string_view code, std::string file, std::string message, std::string hint = "") {
        findings_.push_back(make_finding(code, std::move(file), std::move(message), std::move(hint)));
        return findings_.back();
    }

    void check_snapshot(const SnapshotScan& snapshot) {
        if (snapshot.unreadable) {
            add("file.unreadable", snapshot.path, snapshot.unreadable->finding());
        } else if (snapshot.is_whole()) {
            check_contents(snapshot);
        } else if (snapshot.file.entry.size == 0) {
            add("snapshot.empty", snapshot.path, "the snapshot is empty",
                "Some builds of 26.7 and 26.8 write such files with compress_snapshots_with_zstd_format "
                "off.");
        } else if (snapshot.unknown_version) {
            add("snapshot.unknown-version", snapshot.path,
                fmt::format("the snapshot is of version {}, which no known release writes",
                            *snapshot.unknown_version));
        } else {
            const Finding& damage = snapshot.verification.faults.front().finding;
            add("snapshot.unreadable", snapshot.path, damage.message, repair_hint).finding.offset =
                damage.offset;
        }
    }
    void check_contents(const SnapshotScan& snapshot) {
        for (const SnapshotFault& fault : snapshot.verification.faults) {
            FsckFinding found{fault.finding, std::nullopt, fault.finding.severity == Severity::error};
            found.finding.file = snapshot.path;
            if (fault.count > 1)
                found.finding.message += fmt::format(" ({})", counted(fault.count, "time", "times"));
            findings_.push_back(std::move(found));
        }
        const SnapshotSummary& summary = *snapshot.verification.summary;
        if (summary.header.version < keeper::snapshot_version::wide_sequence &&
            summary.greatest_seq_num >= SequenceCounters::near_limit)
            add("snapshot.sequence-near-limit", snapshot.path,
                fmt::format("a sequence counter stands at {} of {}",
                            grouped(static_cast<std::uint64_t>(summary.greatest_seq_num)),
                            grouped(static_cast<std::uint64_t>(SequenceCounters::limit))),
                "Behind it servers write no more snapshots of this version; from 26.3 on raise "
                "write_snapshot_version to 7.");
    }
    void check_snapshots() {
        for (std::size_t i = 1; i < scan_.snapshots.size(); ++i)
            if (scan_.snapshots[i].file.index == scan_.snapshots[i - 1].file.index)
                add("snapshot.duplicate-index", scan_.snapshots[i].path,
                    fmt::format("{} is of the same index", escaped(scan_.snapshots[i - 1].file.entry.name)));
        if (base_ == 0 && !image_.at(1) && !(scan_.logs.empty() && scan_.snapshots.empty()) &&
            std::ranges::none_of(scan_.snapshots, &SnapshotScan::is_sound) && has_any_record_or_snapshot())
            add("snapshot.none-usable", scan_.places.snapshot_dir,
                "no snapshot can be used, and the log does not begin at 1", peer_hint);
        if (scan_.free_space && !scan_.snapshots.empty() &&
            *scan_.free_space < 2 * scan_.snapshots.back().file.entry.size)
            add("disk.little-room", scan_.places.snapshot_dir,
                fmt::format("{} are free, and the newest snapshot has {}", size_text(*scan_.free_space),
                            size_text(scan_.snapshots.back().file.entry.size)));
    }
    bool has_any_record_or_snapshot() const { return !image_.pieces().empty() || !scan_.snapshots.empty(); }

    /// The index before which the damage of this file ends; UINT64_MAX: nothing says it.
    std::uint64_t end_of_damage(std::size_t place) const {
        for (std::size_t later = place + 1; later < scan_.logs.size(); ++later)
            if (!scan_.logs[later].runs.empty())
                return scan_.logs[later].runs.front().first;
        return UINT64_MAX;
    }
    void check_log(const LogScan& log, std::size_t place) {
        if (log.unreadable) {
            add("file.unreadable", log.path, log.unreadable->finding());
            return;
        }
        for (const std::uint64_t offset : log.stray_block_offsets)
            add("log.stray-block", log.path,
                "an empty last block stands inside a zstd frame, a defect of 22.10; nothing is lost, but no "
                "server reads behind it",
                repair_hint)
                .finding.offset = offset;
        check_end(log, place);
        check_records(log);
        const bool is_last = place + 1 == scan_.logs.size();
        const std::uint64_t promised = log.file.to >= log.file.from ? log.file.to - log.file.from + 1 : 0;
        if (!is_last && !log.is_broken() && log.records > 0 && log.records < promised)
            add("log.short-file", log.path,
                fmt::format("it has {} of the {} that its name says, and another changelog follows",
                            counted(log.records, "record", "records"), promised),
                "Normal after a change of compress_logs or a restart; releases to 23.10 delete what "
                "follows.");
    }
    void check_end(const LogScan& log, std::size_t place) {
        switch (log.end) {
        case ChangelogEnd::clean:
            return;
        case ChangelogEnd::empty:
            add("log.empty", log.path, "there is no record in it");
            return;
        case ChangelogEnd::zero_tail:
            add("log.zero-tail", log.path,
                fmt::format("{} of value zero stand behind the last record; no record is lost",
                            counted(log.tail_bytes, "byte", "bytes")),
                "Cut them before a server of 22.x reads the file: it would delete it.")
                .finding.offset = log.good_bytes;
            return;
        case ChangelogEnd::unknown_version:
            add_damage("log.unknown-version", log);
            return;
        case ChangelogEnd::torn_record:
            if (log.is_growing)
                add("log.growing", log.path, "a server is writing the file; its end was not looked at");
            else if (!log.salvaged.empty() && log.file.codec == keeper::ChangelogCodec::zstd)
                add_damage("log.torn-frame-appended", log);
            else
                add_damage("log.torn-tail", log);
            return;
        case ChangelogEnd::bad_checksum:
        case ChangelogEnd::bad_stream:
            break;
        }
        if (end_of_damage(place) <= base_ + 1)
            add_damage("log.damaged-below-snapshot", log);
        else if (log.end == ChangelogEnd::bad_stream && !log.salvaged.empty())
            add_damage("log.torn-frame-appended", log);
        else
            add_damage("log.bad-checksum", log);
    }
    void add_damage(std::string_view code, const LogScan& log) {
        std::string message = log.damage ? log.damage->message() : "the file is damaged";
        if (!log.runs.empty())
            message += fmt::format("; the records up to {} are good", log.runs.back().last());
        std::uint64_t behind = 0;
        for (const RecordRun& run : log.salvaged)
            behind += run.count;
        if (behind > 0)
            message +=
                fmt::format(", and {} behind it can be salvaged", counted(behind, "record", "records"));
        FsckFinding& found = add(code, log.path, std::move(message), repair_hint);
        if (log.damage)
            found.finding.offset =
                log.damage->offset() ? log.damage->offset() : log.damage->compressed_offset();
        if (!log.runs.empty())
            found.indices = IndexRange{log.runs.back().last() + 1, log.runs.back().last() + 1};
    }
    void check_records(const LogScan& log) {
        for (const MembershipRecord& record : log.memberships)
            if (!record.config) {
                add("log.bad-membership", log.path,
                    fmt::format("the configuration in record {} cannot be decoded", record.index))
                    .indices = IndexRange{record.index, record.index};
                break;
            }
        if (log.undecodable && !std::ranges::any_of(log.memberships, [&](const MembershipRecord& record) {
                return record.index == log.undecodable->index;
            }))
            add("log.bad-request", log.path,
                fmt::format("record {}: {}", log.undecodable->index, log.undecodable->error.finding()),
                "A server aborts on it; a later release may know it.")
                .indices = IndexRange{log.undecodable->index, log.undecodable->index};
        if (log.auth_use && log.auth_use->authenticated > base_ && log.has_digests)
            add("log.auth-scheme", log.path,
                fmt::format("record {} uses the scheme auth behind record {}, which authenticates",
                            log.auth_use->used, log.auth_use->authenticated),
                "Releases before 23.4 stop on it at their start when digests are on; later ones do not.")
                .indices = IndexRange{log.auth_use->authenticated, log.auth_use->used};
        if (std::ranges::any_of(log.runs, [](const RecordRun& run) { return run.term == 0; }))
            add("raft.term-zero", log.path, "there are records of term 0");
        if (const auto back = first_zxid_back(log.runs))
            add("log.zxid-back", log.path,
                fmt::format("record {} has a zxid that is not above that of the record before it", *back),
                "A server aborts on it at its start; replay the records before it, or take a peer's log.")
                .indices = IndexRange{*back, *back};
        for (std::size_t i = 1; i < log.runs.size(); ++i)
            if (log.runs[i].term < log.runs[i - 1].term) {
                add("raft.term-back", log.path,
                    fmt::format("record {} has term {}, one before it has {}", log.runs[i].first,
                                log.runs[i].term, log.runs[i - 1].term));
                break;
            }
    }

    std::string file_behind(std::uint64_t index) const {
        const auto piece = image_.at(index);
        return piece ? scan_.logs[piece->file].path : "";
    }
    void add_gap(IndexRange gap) {
        if (gap.last <= base_) {
            add("log.gap.below-snapshot", file_behind(gap.last + 1),
                fmt::format("{} missing, whose effects the snapshot of {} holds", is_or_are(gap), base_),
                "Harmless by itself; 24 and 25 detach all that follows such a gap.")
                .indices = gap;
            return;
        }
        gap.first = std::max(gap.first, base_ + 1);
        add("log.gap.real-loss", file_behind(gap.last + 1),
            fmt::format("{} missing behind the newest snapshot, so what follows cannot be reached",
                        is_or_are(gap)),
            peer_hint)
            .indices = gap;
    }
    static std::string is_or_are(IndexRange range) {
        return range_text(range) + (range.first == range.last ? " is" : " are");
    }
    void check_gaps() {
        if (image_.pieces().empty())
            return;
        if (const std::uint64_t first = image_.pieces().begin()->first; first > base_ + 1)
            add_gap({base_ + 1, first - 1});
        for (const IndexRange& gap : image_.gaps())
            add_gap(gap);
        if (image_.last() < base_)
            add("log.below-snapshot", scan_.places.log_dir,
                fmt::format("the log ends at {}, the newest snapshot holds up to {}", image_.last(), base_),
                "Nothing is lost: servers begin a new log behind the snapshot.");
    }
    bool has_effect(std::size_t file) const {
        return std::ranges::any_of(image_.pieces(),
                                   [&](const auto& piece) { return piece.second.file == file; });
    }
    void check_superseded() {
        std::vector<std::size_t> reported;
        for (const LogPiece& piece : image_.superseded()) {
            if (std::ranges::find(reported, piece.file) != reported.end())
                continue;
            reported.push_back(piece.file);
            const IndexRange range{piece.run.first, piece.run.last()};
            if (has_effect(piece.file))
                add("log.overwritten", scan_.logs[piece.file].path,
                    fmt::format("{} of term {} were overwritten", range_text(range), piece.run.term))
                    .indices = range;
            else
                add("log.gap.superseded", scan_.logs[piece.file].path,
                    fmt::format("all of it is left over: {} of term {} were overwritten", range_text(range),
                                piece.run.term),
                    repair_hint)
                    .indices = range;
        }
        check_overlaps(reported);
    }
    void check_overlaps(const std::vector<std::size_t>& reported) {
        std::uint64_t last = 0;
        for (std::size_t place = 0; place < scan_.logs.size(); ++place) {
            const LogScan& log = scan_.logs[place];
            if (log.runs.empty())
                continue;
            if (log.runs.front().first <= last && std::ranges::find(reported, place) == reported.end())
                add("log.overlap", log.path,
                    fmt::format("record {} and others stand in the changelog before it too",
                                log.runs.front().first),
                    repair_hint)
                    .indices = IndexRange{log.runs.front().first, std::min(last, log.runs.back().last())};
            last = std::max(last, log.runs.back().last());
        }
    }

    void check_names() {
        for (const std::string& name : scan_.vanished)
            add("file.vanished", name, "the file was removed while the directory was examined");
        for (const std::string& name : scan_.foreign_logs)
            add("log.foreign-file", io::join(scan_.places.log_dir, name), "the name is not of a changelog",
                "Releases to 23.10 do not start beside it; move it to another directory.");
        for (const Marker& marker : scan_.markers) {
            const std::string path = io::join(
                marker.is_in_log_dir ? scan_.places.log_dir : scan_.places.snapshot_dir, marker.name);
            if (marker.is_beside_a_file)
                add("marker.beside-whole-file", path,
                    "from 23.7 on a server deletes the marker and the file that it marks at its start",
                    "When the file is sound, remove the marker before a server starts, or use --repair-to.");
            else
                add("marker.lone", path, "a marker whose file is not there");
            if (marker.is_in_log_dir)
                add("log.marker-name", path,
                    "releases to 23.6 read it as a changelog, and delete all others when it is broken",
                    repair_hint);
        }
    }

    void check_state() {
        const StateScan& state = scan_.state;
        if (!state.was_looked_for)
            return;
        const auto effective = state.effective();
        if (!effective && (state.state_problem || state.old_problem))
            add("state.damaged", scan_.places.state_file,
                state.state_problem.value_or(state.old_problem.value_or("")),
                "--repair-to writes one with a term that is not below any in the data.");
        else if (!effective && !image_.pieces().empty())
            add("state.missing", scan_.places.state_file, "there is no raft state beside the log",
                "Normal before 22.7. --repair-to writes one with a term that is not below any in the data.");
        else if (effective && !state.state)
            add("state.old-used", scan_.places.state_file,
                "the raft state cannot be read, state-OLD can: servers take that");
        if (effective && effective->term < scan_.greatest_term())
            add("state.term-below-log", scan_.places.state_file,
                fmt::format("the raft state has term {}, the data have {}", effective->term,
                            scan_.greatest_term()),
                "--repair-to writes one with a term that is not below any in the data.");
    }
    void check_membership() {
        const bool in_log =
            std::ranges::any_of(scan_.logs, [](const LogScan& log) { return !log.memberships.empty(); });
        const bool in_snapshot = std::ranges::any_of(scan_.snapshots, [](const SnapshotScan& snapshot) {
            return snapshot.membership && !snapshot.membership->servers.empty();
        });
        if (!in_log && !in_snapshot)
            add("config.no-membership", scan_.places.log_dir,
                "neither log nor snapshot names the members: a server takes those of its configuration file");
    }
};

} // namespace

std::vector<FsckFinding> find_faults(const DirectoryScan& scan, const LogImage& image) {
    return Faults(scan, image).find();
}

} // namespace keeperfs::inspect
