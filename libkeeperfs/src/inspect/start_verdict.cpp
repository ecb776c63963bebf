#include "keeperfs/inspect/start_verdict.h"

#include "inspect/era_rules.h"
#include "inspect/server_words.h"

#include "keeperfs/base/text.h"

namespace keeperfs::inspect {

namespace {

/// reserved_log_items unless it is set: older records are not read.
constexpr std::uint64_t reserved_records = 100'000;

std::uint64_t promised_records(const keeper::ChangelogFile& file) {
    return file.to >= file.from ? file.to - file.from + 1 : 0;
}

/// What a server reads of one changelog.
struct Reading {
    std::vector<RecordRun> runs;
    std::uint64_t records = 0;
    bool ended_in_error = false;
    std::string error; ///< as the server words it
};

bool ends_with_an_error(const LogScan& log) {
    if (log.unreadable || !log.stray_block_offsets.empty())
        return true;
    switch (log.end) {
    case keeper::ChangelogEnd::clean:
    case keeper::ChangelogEnd::empty:
        return false;
    case keeper::ChangelogEnd::zero_tail:
        // Inside an open zstd frame zeros are empty blocks.
        return !log.is_quietly_torn;
    case keeper::ChangelogEnd::torn_record:
        // keeper-behaviour 1.2: the end of the data inside a frame is a clean end, unless part of a record
        // came out. What a running server has not written yet is no damage.
        return !log.is_quietly_torn && !log.is_growing;
    default:
        return true;
    }
}

Reading reading_of(const LogScan& log) {
    Reading reading;
    reading.runs.assign(log.runs.begin(),
                        log.runs.begin() + static_cast<std::ptrdiff_t>(log.runs_before_stray));
    for (const RecordRun& run : reading.runs)
        reading.records += run.count;
    reading.ended_in_error = ends_with_an_error(log);
    if (reading.ended_in_error)
        reading.error = words_about(log);
    return reading;
}

/// The records that a server holds: the later of two with one index, and nothing behind it.
class Held {
public:
    void add(const RecordRun& run) {
        while (!runs_.empty() && runs_.back().first >= run.first)
            runs_.pop_back();
        if (!runs_.empty() && runs_.back().last() >= run.first)
            runs_.back().count = run.first - runs_.back().first;
        runs_.push_back(run);
    }
    void clear() { runs_.clear(); }
    bool empty() const noexcept { return runs_.empty(); }
    std::uint64_t last() const noexcept { return runs_.empty() ? 0 : runs_.back().last(); }
    const std::vector<RecordRun>& runs() const noexcept { return runs_; }
    bool contains(std::uint64_t index) const noexcept {
        const auto behind = std::ranges::upper_bound(runs_, index, {}, &RecordRun::first);
        return behind != runs_.begin() && std::prev(behind)->last() >= index;
    }
    /// Indices above `index` that are not there.
    std::vector<IndexRange> holes_above(std::uint64_t index) const {
        std::vector<IndexRange> holes;
        for (const RecordRun& run : runs_) {
            if (run.first > index + 1)
                holes.push_back({index + 1, run.first - 1});
            index = std::max(index, run.last());
        }
        return holes;
    }
    std::optional<std::int64_t> zxid() const {
        for (auto run = runs_.rbegin(); run != runs_.rend(); ++run)
            if (const std::int64_t zxid = run->zxid_at(run->last()); zxid != 0)
                return zxid;
        return std::nullopt;
    }

private:
    std::vector<RecordRun> runs_;
};

constexpr auto has_no_answer = [](const auto& file) { return file.unreadable.has_value(); };

class Start {
public:
    Start(const DirectoryScan& scan, const LogImage& best, keeper::Release release)
        : scan_(scan), best_(best), rules_(rules_of_era(release)) {
        verdict_.era = rules_.name;
        verdict_.release = release;
        verdict_.known = rules_.known;
    }
    StartVerdict predict() {
        check_versions();
        if (std::ranges::any_of(scan_.logs, has_no_answer) ||
            std::ranges::any_of(scan_.snapshots, has_no_answer))
            verdict_.remarks.emplace_back(
                "a file that could not be read here counts as damaged for the server too");
        if (look_at_names() && choose_snapshot() && read_logs() && replay())
            conclude();
        return std::move(verdict_);
    }

private:
    const DirectoryScan& scan_;
    const LogImage& best_;
    const EraRules& rules_;
    StartVerdict verdict_;
    const SnapshotScan* snapshot_ = nullptr;
    std::vector<std::string> marked_snapshots_;
    Held held_;
    std::vector<const LogScan*> logs_;
    std::uint64_t committed_ = 0; ///< the snapshot's index

    // What several steps say.
    bool stop(StartOutcome outcome, std::string reason) {
        verdict_.outcome = outcome;
        verdict_.reason = std::move(reason);
        // A start that ends early has touched nothing that matters, and nothing is lost.
        return false;
    }
    void say(std::string line) { verdict_.log_lines.push_back(std::move(line)); }
    void set_fate(const LogScan& log, Fate fate, std::string reason) {
        verdict_.files.push_back({log.file.entry.name, fate, std::move(reason)});
    }
    void set_fate_of_all(Fate fate, const std::string& reason) {
        for (const LogScan* log : logs_)
            set_fate(*log, fate, reason);
        held_.clear();
    }
    void set_fate_from(std::size_t place, Fate fate, const std::string& reason) {
        for (; place < logs_.size(); ++place)
            set_fate(*logs_[place], fate, reason);
    }
    Fate away() const {
        return rules_.missing_head == OnMissingHead::delete_all ? Fate::deleted : Fate::detached;
    }

    void check_versions() {
        for (const SnapshotScan& snapshot : scan_.snapshots)
            if (snapshot.is_whole() &&
                snapshot.header().version > keeper::newest_readable_snapshot_version(verdict_.release))
                verdict_.reads_the_files = false;
        for (const LogScan& log : scan_.logs)
            for (const auto& [op, index] : log.operations)
                if (const auto first = first_release_with(op); first && verdict_.release < *first)
                    verdict_.reads_the_files = false;
    }

    bool look_at_names() {
        if (rules_.refuses_foreign_logs) {
            std::vector<std::string> foreign = scan_.foreign_logs;
            if (scan_.has_detached)
                foreign.emplace_back("detached");
            if (!foreign.empty()) {
                say(fmt::format("Invalid changelog {}", escaped(foreign.front())));
                return stop(StartOutcome::refuses,
                            fmt::format("{} in the log directory is no changelog", escaped(foreign.front())));
            }
        }
        for (const Marker& marker : scan_.markers)
            apply_marker(marker);
        for (const LogScan& log : scan_.logs)
            if (!(rules_.has_markers && log.file.has_marker))
                logs_.push_back(&log);
        return true;
    }
    void apply_marker(const Marker& marker) {
        if (!rules_.has_markers) {
            if (marker.is_in_log_dir)
                verdict_.remarks.push_back(fmt::format("{} is read as a changelog", escaped(marker.name)));
            else
                verdict_.files.push_back({marker.name, Fate::deleted, "an unfinished file"});
            return;
        }
        verdict_.files.push_back({marker.name, Fate::deleted, "a marker"});
        if (marker.is_beside_a_file) {
            const std::string name = marker.name.substr(std::string_view("tmp_").size());
            verdict_.files.push_back({name, Fate::deleted, "its marker says that it is unfinished"});
            if (!marker.is_in_log_dir)
                marked_snapshots_.push_back(name);
        }
    }

    /// Why this release does not load it.
    std::optional<std::string> refusal(const SnapshotScan& snapshot) const {
        if (snapshot.unreadable)
            return snapshot.unreadable->finding();
        if (!snapshot.is_whole())
            return snapshot.file.entry.size == 0 ? "Cannot read all data. Bytes read: 0. Bytes expected: 4."
                                                 : snapshot.verification.faults.front().finding.message;
        if (const int version = snapshot.header().version;
            version > keeper::newest_readable_snapshot_version(verdict_.release))
            return fmt::format("Unsupported snapshot version {}", version);
        for (const SnapshotFault& fault : snapshot.verification.faults)
            if (is_refused(fault.finding.code))
                return fault.finding.message;
        return std::nullopt;
    }
    bool is_refused(std::string_view code) const {
        if (code == "snapshot.keeper-child" || code == "snapshot.keeper-stat")
            return verdict_.release >= keeper::Release{22, 8};
        if (code == "snapshot.no-root" || code == "snapshot.orphan-node")
            return verdict_.release >= first_that_checks_parents;
        return code == "snapshot.configuration";
    }

    bool choose_snapshot() {
        for (auto snapshot = scan_.snapshots.rbegin(); snapshot != scan_.snapshots.rend(); ++snapshot) {
            if (std::ranges::find(marked_snapshots_, snapshot->file.entry.name) != marked_snapshots_.end())
                continue;
            const auto why = refusal(*snapshot);
            if (!why) {
                snapshot_ = &*snapshot;
                committed_ = snapshot->header().last_log_index;
                verdict_.snapshot = snapshot->file.entry.name;
                verdict_.snapshot_index = committed_;
                say(fmt::format("Loaded snapshot with last committed log index {}", committed_));
                return true;
            }
            if (!pass_over(*snapshot, *why))
                return false;
        }
        if (!scan_.snapshots.empty() && rules_.bad_snapshot == OnBadSnapshot::delete_and_try_older)
            say("All snapshots broken, last committed log index 0");
        return true;
    }
    bool pass_over(const SnapshotScan& snapshot, const std::string& why) {
        const std::uint64_t index = snapshot.file.index;
        const std::string error = words_about(snapshot);
        switch (rules_.bad_snapshot) {
        case OnBadSnapshot::delete_and_try_older:
            say(fmt::format(
                "Failed to load from snapshot with index {}, with error {}, will remove it from disk", index,
                error));
            verdict_.files.push_back({snapshot.file.entry.name, Fate::deleted, why});
            return true;
        case OnBadSnapshot::abort:
            say(fmt::format("Aborting because of failure to load from latest snapshot with index {}", index));
            return stop(StartOutcome::aborts,
                        fmt::format("{} does not load: {}", escaped(snapshot.file.entry.name), why));
        case OnBadSnapshot::refuse:
            break;
        }
        say(fmt::format("Failure to load from latest snapshot with index {}: {}. Manual intervention is "
                        "necessary for recovery",
                        index, error));
        return stop(StartOutcome::refuses,
                    fmt::format("{} does not load: {}", escaped(snapshot.file.entry.name), why));
    }

    bool read_logs() {
        const std::uint64_t wanted =
            committed_ + 1 > reserved_records ? committed_ + 1 - reserved_records : 1;
        bool is_first = true;
        std::optional<std::uint64_t> last; ///< of the file before
        bool had_error = false;
        for (std::size_t place = 0; place < logs_.size(); ++place) {
            const LogScan& log = *logs_[place];
            if (log.file.to < wanted)
                continue;
            if (log.end == keeper::ChangelogEnd::unknown_version) {
                say(fmt::format("Unsupported changelog version in {}", escaped(log.file.entry.name)));
                return stop(StartOutcome::refuses, fmt::format("{} has a record of an unknown version",
                                                               escaped(log.file.entry.name)));
            }
            if (is_first && log.file.from > committed_ + (rules_.has_head_slack ? 2 : 1))
                return lose_head(log.file.from);
            if (!is_first && last && log.file.from > *last + 1) {
                if (rules_.hole == OnHole::refuse && !had_error && *last + 1 <= committed_ &&
                    log.file.from <= committed_ + 1) {
                    // The hole lies below the snapshot: what is before it goes.
                    for (std::size_t older = 0; older < place; ++older)
                        set_fate(*logs_[older], Fate::detached, "records are missing behind it");
                    held_.clear();
                } else if (rules_.hole != OnHole::unnoticed) {
                    return meet_hole(place, *last, log.file.from, had_error);
                }
            }
            if (is_first && log.file.from > wanted)
                say(fmt::format("Don't have required amount of reserved log records. Need to read from {}, "
                                "smallest available log index on disk {}.",
                                wanted, log.file.from));
            is_first = false;
            const Reading reading = reading_of(log);
            if (reading.ended_in_error)
                say(fmt::format("Cannot completely read changelog on path {}, error: {}",
                                escaped(log.file.entry.name), reading.error));
            if (rules_.known == Knowledge::observed)
                say(fmt::format("Totally read from changelog {} {} entries", escaped(log.file.entry.name),
                                reading.records));
            if (rules_.bad_record == OnBadRecord::delete_file_and_rest &&
                (reading.ended_in_error || reading.records == 0))
                return lose_file(place, reading);
            for (const RecordRun& run : reading.runs)
                held_.add(run);
            had_error = reading.ended_in_error;
            // A file with no record at all says nothing about where the log ends.
            if (reading.records > 0)
                last = held_.last();
            else if (!last)
                last = log.file.from - 1;
            if (rules_.stops_at_short_file && reading.records < promised_records(log.file)) {
                set_fate_from(place + 1, Fate::deleted, "it comes behind a changelog that is not complete");
                break;
            }
        }
        return true;
    }
    bool lose_head(std::uint64_t from) {
        const std::string line = fmt::format(
            "Some records was lost, last committed log index {}, smallest available log index on disk "
            "{}. Hopefully will receive missing records from leader.",
            committed_ + 1, from);
        say(line);
        if (rules_.missing_head == OnMissingHead::refuse)
            return stop(StartOutcome::refuses,
                        fmt::format("records from {} to {} are missing", committed_ + 1, from - 1));
        if (rules_.missing_head == OnMissingHead::delete_all)
            say("Removing all changelogs");
        set_fate_of_all(away(), "the log begins behind the snapshot's last index");
        return true;
    }
    bool meet_hole(std::size_t place, std::uint64_t last, std::uint64_t next, bool had_error) {
        if (!had_error)
            say(fmt::format(
                "Some records were lost, last found log index {}, while the next log index on disk "
                "is {}.",
                last, next));
        if (rules_.hole == OnHole::refuse && !had_error)
            return stop(StartOutcome::refuses,
                        fmt::format("records from {} to {} are missing", last + 1, next - 1));
        set_fate_from(place, rules_.hole == OnHole::refuse ? Fate::not_read : Fate::detached,
                      "records before it are missing");
        return true;
    }
    bool lose_file(std::size_t place, const Reading& reading) {
        const LogScan& log = *logs_[place];
        for (std::size_t later = place + 1; later < logs_.size(); ++later) {
            say(fmt::format("Removing changelog {}, because it's goes after broken changelog entry",
                            escaped(logs_[later]->file.entry.name)));
            set_fate(*logs_[later], Fate::deleted, "it comes behind a broken changelog");
        }
        say(fmt::format("Removing log {} because it's empty or read finished with error",
                        escaped(log.file.entry.name)));
        set_fate(log, Fate::deleted,
                 reading.records == 0 && !reading.ended_in_error
                     ? "it is empty"
                     : fmt::format("it is damaged; {} in it would be good",
                                   counted(reading.records, "record", "records")));
        return true;
    }

    bool replay() {
        if (!held_.empty() && held_.last() < committed_) {
            say(fmt::format(
                "Our most fresh log_id {} is smaller than stored data in snapshot {}. It can indicate "
                "data loss. Removing outdated logs.",
                held_.last(), committed_ + 1));
            set_fate_of_all(away(), "the snapshot is newer than the whole log");
        }
        if (rules_.known == Knowledge::observed)
            say(fmt::format("Preprocessing {} log entries",
                            held_.last() > committed_ ? held_.last() - committed_ : 0));
        if (const auto back = first_zxid_back(held_.runs()); back && *back > committed_)
            return stop(StartOutcome::aborts,
                        fmt::format("the zxid of record {} is not above that of the one before it", *back));
        const auto holes = held_.holes_above(committed_);
        if (!holes.empty())
            return stop_in_hole(holes.front());
        return can_read_requests();
    }
    bool stop_in_hole(const IndexRange& hole) {
        if (std::ranges::any_of(logs_, &LogScan::has_digests))
            say("Digest for nodes is not matching after preprocessing request ...");
        return stop(StartOutcome::aborts,
                    fmt::format("records from {} to {} are missing, which it does not notice before the tree "
                                "differs from the digests",
                                hole.first, hole.last));
    }
    bool can_read_requests() {
        for (const LogScan* log : logs_) {
            if (log->undecodable && log->undecodable->index > committed_ &&
                held_.contains(log->undecodable->index))
                return stop(StartOutcome::aborts,
                            fmt::format("record {} holds no request that it knows", log->undecodable->index));
            for (const auto& [op, index] : log->operations)
                if (const auto first = first_release_with(op);
                    first && verdict_.release < *first && index > committed_ && held_.contains(index))
                    return stop(StartOutcome::aborts, fmt::format("record {} is a {}, which it does not know",
                                                                  index, keeper::name_of(op)));
            if (log->last_64bit_xid && *log->last_64bit_xid > committed_ &&
                verdict_.release < first_with_64bit_xids)
                return stop(
                    StartOutcome::aborts,
                    fmt::format("record {} has a 64-bit xid, which it does not know", *log->last_64bit_xid));
            if (const auto& use = log->auth_use; use && use->authenticated > committed_ && log->has_digests &&
                                                 verdict_.release >= first_with_digests &&
                                                 verdict_.release < first_with_right_auth_replay) {
                verdict_.is_its_own_defect = true;
                return stop(
                    StartOutcome::aborts,
                    fmt::format("record {} uses the scheme auth and record {} authenticates, both behind "
                                "the snapshot: a defect of this release",
                                use->used, use->authenticated));
            }
        }
        return true;
    }

    void conclude() {
        verdict_.last_index = std::max(committed_, held_.last());
        verdict_.zxid = zxid();
        verdict_.membership = membership();
        find_losses();
        warn_of_torn_frame();
    }
    std::optional<std::int64_t> zxid() const {
        if (held_.last() > committed_)
            if (const auto zxid = held_.zxid())
                return zxid;
        return snapshot_ != nullptr ? std::optional(snapshot_->header().zxid)
               : held_.empty()      ? std::optional<std::int64_t>(0)
                                    : std::nullopt;
    }
    /// keeper-files 8.1 step 5: the snapshot's wins only with a greater log index; raft takes what stands
    /// behind the snapshot.
    std::optional<keeper::ClusterConfig> membership() const {
        std::optional<keeper::ClusterConfig> newest;
        for (const LogScan* log : logs_)
            for (const MembershipRecord& record : log->memberships)
                if (record.config && !record.config->servers.empty() && held_.contains(record.index) &&
                    (!newest || record.index > newest->log_index))
                    newest = record.config;
        if (snapshot_ != nullptr && snapshot_->membership && !snapshot_->membership->servers.empty() &&
            (!newest || snapshot_->membership->log_index > newest->log_index))
            newest = snapshot_->membership;
        return newest;
    }
    void find_losses() {
        std::uint64_t from = verdict_.last_index;
        for (const SnapshotScan& snapshot : scan_.snapshots)
            if (snapshot.is_whole() && snapshot.header().last_log_index > from) {
                // What only the newer snapshot knows is lost as well.
                verdict_.lost.push_back({from + 1, snapshot.header().last_log_index});
                from = snapshot.header().last_log_index;
            }
        for (const auto& [first, piece] : best_.pieces())
            if (piece.directory == 0 && piece.run.last() > from) {
                add_loss({std::max(from + 1, first), piece.run.last()});
                from = piece.run.last();
            }
    }
    void add_loss(IndexRange range) {
        if (!verdict_.lost.empty() && verdict_.lost.back().last + 1 == range.first)
            verdict_.lost.back().last = range.last;
        else
            verdict_.lost.push_back(range);
    }
    void warn_of_torn_frame() {
        if (logs_.empty() || held_.empty())
            return;
        const LogScan& newest = *logs_.back();
        if (newest.is_quietly_torn && newest.end == keeper::ChangelogEnd::torn_record && !newest.is_growing &&
            verdict_.files.empty() && rules_.bad_record == OnBadRecord::delete_file_and_rest) {
            say(fmt::format("Continue to write into {}", escaped(newest.file.entry.name)));
            verdict_.remarks.push_back(
                "it appends to the torn frame: all that it then writes is lost at its second start");
        }
    }
};

} // namespace

std::uint64_t StartVerdict::lost_records() const noexcept {
    std::uint64_t records = 0;
    for (const IndexRange& range : lost)
        records += range.count();
    return records;
}

StartVerdict predict_start(const DirectoryScan& scan, const LogImage& best, keeper::Release release) {
    return Start(scan, best, release).predict();
}

} // namespace keeperfs::inspect
