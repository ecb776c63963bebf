#include "keeperfs/recover/survivors.h"

#include "inspect/peers.h"
#include "recover/held_state.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/inspect/fsck.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace keeperfs::recover {

using inspect::DirectoryScan;
using inspect::FsckFinding;
using inspect::FsckReport;
using inspect::IndexRange;
using inspect::LogImage;

namespace {

struct Examined {
    Survivor survivor;
    DirectoryScan scan;
};

Examined examine(io::FileSystem& files, const std::string& directory, bool replays, io::Meter* meter) {
    FsckReport report =
        inspect::fsck(files, {inspect::find_data_places(files, directory), {}, std::nullopt, replays}, meter);
    Examined examined{held_state(report), {}};
    examined.survivor.directory = directory;
    examined.survivor.findings = std::move(report.findings);
    examined.scan = std::move(report.scans.front());
    return examined;
}

bool is_damaged(const Survivor& survivor) {
    return std::ranges::any_of(survivor.findings, [](const FsckFinding& found) {
        return found.finding.severity == Severity::error;
    });
}

bool is_better(const Examined& one, const Examined& other) {
    if (one.survivor.last != other.survivor.last)
        return one.survivor.last > other.survivor.last;
    return !is_damaged(one.survivor) && is_damaged(other.survivor);
}

/// nullopt: neither a record nor a snapshot says it.
std::optional<std::uint64_t> term_at(const Survivor& survivor, const DirectoryScan& scan,
                                     std::uint64_t index) {
    if (const auto piece = survivor.log.at(index))
        return piece->run.term;
    if (survivor.snapshot && survivor.snapshot_index == index)
        return scan.snapshots[*survivor.snapshot].header().last_log_term;
    return std::nullopt;
}

/// Compares the survivors with the best, which is the first.
class Comparison {
public:
    Comparison(io::FileSystem& files, Survivors& survivors, io::Meter* meter)
        : files_(files), survivors_(survivors), meter_(meter) {}

    void compare() {
        ask_peers();
        for (std::size_t place = 1; place < survivors_.all.size(); ++place)
            beside_the_best(place);
        for (const Survivor& survivor : survivors_.all)
            if (survivor.agreement == Agreement::agrees)
                survivors_.committed = std::max(survivors_.committed, survivor.snapshot_index);
        find_what_all_reach();
    }

private:
    io::FileSystem& files_;
    Survivors& survivors_;
    io::Meter* meter_;

    /// fsck of the best with the others as its peers; their scans are lent for that.
    void ask_peers() {
        FsckReport report;
        report.scans = std::move(survivors_.scans);
        report.own = survivors_.best().log;
        report.all = report.own;
        inspect::look_at_peers(files_, report, meter_);
        survivors_.scans = std::move(report.scans);
        survivors_.together.log = std::move(report.all);
        std::set<std::string> diverged;
        for (FsckFinding& found : report.findings) {
            if (found.finding.code == "peer.diverged")
                diverged.insert(found.finding.file);
            else if (found.finding.code != "peer.not-proven")
                continue;
            survivors_.findings.push_back(std::move(found));
        }
        for (std::size_t place = 1; place < survivors_.all.size(); ++place) {
            const DirectoryScan& scan = survivors_.scans[place];
            survivors_.all[place].agreement = scan.is_proven_peer ? Agreement::agrees
                                              : diverged.contains(scan.places.log_dir)
                                                  ? Agreement::diverged
                                                  : Agreement::not_proven;
        }
    }

    void beside_the_best(std::size_t place) {
        const Survivor& best = survivors_.best();
        Survivor& own = survivors_.all[place];
        if (own.agreement != Agreement::agrees)
            return;
        own.common = last_common(place);
        const std::uint64_t known = own.common.value_or(0);
        if (best.last.index > known)
            own.lacks = IndexRange{known + 1, best.last.index};
        // Behind a gap of the one or the other there may be records that are the same again.
        const std::uint64_t same = std::max(known, best.log.last_common(own.log).value_or(0));
        if (const std::uint64_t held = std::max(own.log.last(), own.last.index); held > same)
            own.beyond = IndexRange{same + 1, held};
        if (own.snapshot_index > known && contradicts(own.snapshot_index))
            tell_of_two_histories(place, known);
    }
    std::optional<std::uint64_t> last_common(std::size_t place) const {
        const Survivor &best = survivors_.best(), &own = survivors_.all[place];
        const std::uint64_t limit = std::min(best.last.index, own.last.index);
        std::optional<std::uint64_t> common = best.log.last_common(own.log, limit);
        // A snapshot stands for the record at its index, where there may be none any more.
        for (const std::uint64_t index : {best.snapshot_index, own.snapshot_index}) {
            const auto term = term_at(own, survivors_.scans[place], index);
            if (index <= limit && term && term == term_at(best, survivors_.scans.front(), index))
                common = std::max(common.value_or(0), index);
        }
        return common;
    }
    /// Whether the best one has another record at an index that is committed elsewhere, since snapshots are
    /// of nothing else. Its log may also end before it, and then with a greater term.
    bool contradicts(std::uint64_t committed) const {
        const Survivor& best = survivors_.best();
        return best.last.index < committed || best.log.at(committed);
    }
    /// Both were committed: two halves went on by themselves, as after two forced recoveries.
    void tell_of_two_histories(std::size_t place, std::uint64_t common) {
        Survivor& own = survivors_.all[place];
        own.agreement = Agreement::diverged;
        survivors_.scans[place].is_proven_peer = false;
        survivors_.findings.push_back(inspect::make_finding(
            "peer.diverged", survivors_.scans[place].places.log_dir,
            fmt::format("up to record {} it is the same, then both went on by themselves, and committed it",
                        common),
            "Was each of them recovered by force? Only one of the two histories can be kept."));
        survivors_.findings.back().indices = IndexRange{common + 1, common + 1};
    }

    void find_what_all_reach() {
        Together& together = survivors_.together;
        const Survivor& best = survivors_.best();
        together.last = best.last;
        const std::uint64_t reach = together.log.reach(best.last.index);
        if (const auto piece = together.log.at(reach); piece && reach > best.last.index)
            together.last = {piece->run.term, reach};
        for (const auto& [first, piece] : together.log.pieces())
            if (piece.directory != 0 && first <= reach && piece.run.last() > best.snapshot_index)
                together.from_others.push_back({first, std::min(piece.run.last(), reach)});
    }
};

} // namespace

bool Survivors::agree() const noexcept {
    return std::ranges::all_of(all, [](const Survivor& one) { return one.agreement == Agreement::agrees; });
}

bool Survivors::are_a_majority() const noexcept {
    if (!best().membership)
        return false;
    const auto voters = std::ranges::count_if(
        best().membership->servers, [](const keeper::ClusterServer& server) { return !server.learner; });
    const auto here = std::ranges::count_if(
        all, [](const Survivor& one) { return one.is_usable && one.agreement == Agreement::agrees; });
    return here > voters / 2;
}

Survivors find_survivors(io::FileSystem& files, const SurvivorPlan& plan, io::Meter* meter) {
    if (plan.directories.empty())
        throw Error(ErrorKind::usage, "no directory is given");
    std::vector<Examined> examined;
    std::set<std::string> seen;
    for (const std::string& directory : plan.directories) {
        if (!seen.insert(directory).second)
            throw Error(ErrorKind::usage, "the directory is given twice").file(directory);
        examined.push_back(examine(files, directory, plan.replays, meter));
    }
    std::ranges::stable_sort(examined, is_better);
    Survivors survivors;
    for (Examined& one : examined) {
        one.survivor.log.add(one.scan, survivors.all.size());
        survivors.all.push_back(std::move(one.survivor));
        survivors.scans.push_back(std::move(one.scan));
    }
    Comparison(files, survivors, meter).compare();
    return survivors;
}

inspect::LostChanges changes_behind(io::FileSystem& files, const Survivors& survivors,
                                    const inspect::LogImage& log, std::uint64_t index, io::Meter* meter) {
    inspect::RepairPlan plan;
    plan.last_index = index;
    return inspect::find_lost_changes(files, survivors.scans, log, plan, meter);
}

} // namespace keeperfs::recover
