#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/inspect/repair.h"
#include "keeperfs/keeper/changelog_writer.h"

namespace keeperfs::inspect {

namespace {

class Planner {
public:
    Planner(const std::vector<DirectoryScan>& scans, const LogImage& image) : scans_(scans), image_(image) {}

    RepairPlan plan() {
        choose_base();
        choose_records();
        choose_snapshots();
        choose_state();
        list_left_out();
        list_losses();
        return std::move(plan_);
    }

private:
    const std::vector<DirectoryScan>& scans_;
    const LogImage& image_;
    RepairPlan plan_;
    std::optional<CopiedSnapshot> base_;

    const SnapshotScan& at(CopiedSnapshot snapshot) const {
        return scans_[snapshot.directory].snapshots[snapshot.place];
    }

    /// The snapshot from which most can be reached; of equal ones the newest, then one's own.
    void choose_base() {
        std::uint64_t reach = 0, index = 0;
        const bool begins_at_one = image_.at(1).has_value();
        if (begins_at_one)
            reach = image_.reach(0);
        for (std::size_t directory = 0; directory < scans_.size(); ++directory) {
            if (directory != 0 && !scans_[directory].is_proven_peer)
                continue;
            for (std::size_t place = 0; place < scans_[directory].snapshots.size(); ++place) {
                const SnapshotScan& snapshot = scans_[directory].snapshots[place];
                if (!snapshot.is_sound() || snapshot.file.index != snapshot.header().last_log_index)
                    continue;
                const std::uint64_t own = snapshot.header().last_log_index;
                const std::uint64_t own_reach = image_.reach(own);
                // A peer's only where it leads further; a snapshot of index 0 is better than none.
                if (own_reach > reach || (directory == 0 && own_reach == reach && (own > index || !base_))) {
                    base_ = CopiedSnapshot{directory, place};
                    reach = own_reach;
                    index = own;
                }
            }
        }
        const bool is_empty = image_.pieces().empty() && scans_.front().snapshots.empty();
        if (!base_ && !begins_at_one && !is_empty)
            throw Error(ErrorKind::bad_input, "no snapshot can be used, and the log does not begin at 1")
                .file(scans_.front().places.snapshot_dir)
                .hint("Give the directory of another member of the cluster with --peer.");
        plan_.snapshot_index = index;
        plan_.last_index = reach;
    }

    void choose_records() {
        const std::uint64_t base = plan_.snapshot_index;
        const std::uint64_t first = image_.at(base + 1) ? image_.begin_of(base + 1)
                                    : image_.at(base)   ? image_.begin_of(base)
                                                        : 0;
        if (first == 0)
            return;
        for (const auto& [index, piece] : image_.pieces()) {
            if (piece.run.last() < first || piece.run.first > plan_.last_index)
                continue;
            add_piece(piece);
        }
        for (std::size_t i = 0; i < plan_.logs.size(); ++i)
            name(plan_.logs[i], i + 1 == plan_.logs.size());
    }
    void add_piece(const LogPiece& piece) {
        if (piece.directory != 0)
            extend(plan_.from_peers, {piece.run.first, piece.run.last()});
        if (plan_.logs.empty() || plan_.logs.back().pieces.back().directory != piece.directory ||
            plan_.logs.back().pieces.back().file != piece.file)
            plan_.logs.push_back({"", {piece.run.first, piece.run.last()}, log_of(piece).path, false, {}});
        plan_.logs.back().pieces.push_back(piece);
        plan_.logs.back().indices.last = piece.run.last();
    }
    const LogScan& log_of(const LogPiece& piece) const { return scans_[piece.directory].logs[piece.file]; }

    /// Byte for byte where that is as good as written anew.
    void name(RepairedLog& repaired, bool is_last) const {
        const LogScan& log = log_of(repaired.pieces.front());
        const std::uint64_t records = repaired.indices.count();
        const bool has_all = log.records == records && log.salvaged.empty() &&
                             log.runs.front().first == repaired.indices.first &&
                             log.runs.back().last() == repaired.indices.last;
        const bool fits_its_name =
            log.file.from == repaired.indices.first &&
            (log.file.to == repaired.indices.last || (is_last && log.file.to > repaired.indices.last));
        repaired.is_copied = has_all && fits_its_name && log.end == keeper::ChangelogEnd::clean &&
                             log.stray_block_offsets.empty() && !log.is_growing;
        repaired.name = repaired.is_copied ? log.file.entry.name
                                           : keeper::changelog_name(repaired.indices.first,
                                                                    repaired.indices.last, log.file.codec);
    }

    void choose_snapshots() {
        std::optional<std::uint64_t> last;
        const auto add = [&](CopiedSnapshot snapshot) {
            const std::uint64_t index = at(snapshot).header().last_log_index;
            if (index <= plan_.last_index && (!last || index > *last)) {
                plan_.snapshots.push_back(snapshot);
                last = index;
            }
        };
        for (std::size_t place = 0; place < scans_.front().snapshots.size(); ++place) {
            const SnapshotScan& snapshot = scans_.front().snapshots[place];
            if (snapshot.is_sound() && snapshot.file.index == snapshot.header().last_log_index)
                add({0, place});
        }
        if (base_ && base_->directory != 0)
            add(*base_);
    }

    void choose_state() {
        std::uint64_t term = 0;
        for (const RepairedLog& log : plan_.logs)
            for (const LogPiece& piece : log.pieces)
                term = std::max(term, piece.run.term);
        for (const CopiedSnapshot& snapshot : plan_.snapshots)
            term = std::max(term, at(snapshot).header().last_log_term);
        term = std::max(term, scans_.front().greatest_term());
        plan_.state = scans_.front().state.effective();
        if (plan_.state ? plan_.state->term >= term : term == 0 && plan_.logs.empty())
            return;
        plan_.state = keeper::RaftState{};
        plan_.state->term = term;
        plan_.state_is_new = true;
    }

    void list_left_out() {
        const DirectoryScan& scan = scans_.front();
        for (std::size_t place = 0; place < scan.snapshots.size(); ++place)
            if (std::ranges::none_of(plan_.snapshots, [&](const CopiedSnapshot& copied) {
                    return copied.directory == 0 && copied.place == place;
                }))
                plan_.left_out.push_back({scan.snapshots[place].path, why_not(scan.snapshots[place])});
        for (std::size_t file = 0; file < scan.logs.size(); ++file)
            if (!is_used(file))
                plan_.left_out.push_back({scan.logs[file].path, why_not(scan.logs[file])});
        for (const Marker& marker : scan.markers)
            plan_.left_out.push_back(
                {io::join(marker.is_in_log_dir ? scan.places.log_dir : scan.places.snapshot_dir, marker.name),
                 "a marker"});
        for (const std::string& name : scan.foreign_logs)
            plan_.left_out.push_back({io::join(scan.places.log_dir, name), "no changelog"});
        if (scan.has_detached)
            plan_.left_out.push_back(
                {io::join(scan.places.log_dir, "detached"), "changelogs that a server took out of service"});
    }
    bool is_used(std::size_t file) const {
        return std::ranges::any_of(plan_.logs, [&](const RepairedLog& log) {
            return log.pieces.front().directory == 0 && log.pieces.front().file == file;
        });
    }
    static std::string why_not(const SnapshotScan& snapshot) {
        if (snapshot.unreadable || !snapshot.is_whole())
            return "it cannot be read";
        if (!snapshot.is_sound())
            return "it is inconsistent";
        return snapshot.file.index == snapshot.header().last_log_index
                   ? "another one has its index"
                   : "its name says another index than its content";
    }
    std::string why_not(const LogScan& log) const {
        if (log.unreadable)
            return "it cannot be read";
        if (log.records == 0 && log.salvaged.empty())
            return "it has no record";
        const std::uint64_t first = (log.runs.empty() ? log.salvaged : log.runs).front().first;
        if (first > plan_.last_index)
            return "records before it are missing";
        return first <= plan_.snapshot_index ? "the snapshot holds its effects already"
                                             : "its records were overwritten";
    }

    void list_losses() {
        std::uint64_t next = plan_.last_index + 1;
        for (const auto& [first, piece] : image_.pieces()) {
            if (piece.run.last() < next)
                continue;
            if (piece.run.first > next)
                plan_.missing.push_back({next, piece.run.first - 1});
            extend(plan_.lost, {std::max(next, piece.run.first), piece.run.last()});
            next = piece.run.last() + 1;
        }
        // A snapshot that cannot be used still says by its name how far the server had come.
        if (const auto& snapshots = scans_.front().snapshots;
            !snapshots.empty() && snapshots.back().file.index >= next)
            extend(plan_.missing, {next, snapshots.back().file.index});
    }
    static void extend(std::vector<IndexRange>& ranges, IndexRange range) {
        if (!ranges.empty() && ranges.back().last + 1 == range.first)
            ranges.back().last = range.last;
        else
            ranges.push_back(range);
    }
};

} // namespace

RepairPlan plan_repair(const std::vector<DirectoryScan>& scans, const LogImage& image) {
    return Planner(scans, image).plan();
}

} // namespace keeperfs::inspect
