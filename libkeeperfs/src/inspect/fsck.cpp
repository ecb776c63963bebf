#include "keeperfs/inspect/fsck.h"

#include "inspect/cross_rules.h"
#include "inspect/peers.h"
#include "inspect/replay_beside.h"
#include "inspect/scan_for_replay.h"
#include "inspect/server_words.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

namespace keeperfs::inspect {

namespace {

/// 1 and 2 are computed alike.
bool computes_digest(keeper::Release release, int version) {
    const int own = keeper::digest_version_of(release);
    return own == version || (own != 0 && own <= 2 && version <= 2);
}

void report_disagreement(FsckReport& report, const keeper::DigestDisagreement& found) {
    FsckFinding finding = make_finding(
        "log.digest-differs", report.scans.front().places.log_dir,
        fmt::format("record {} ({}, session {}, {}) says {}, the tree has {}", found.index,
                    keeper::name_of(found.op), hex(found.session_id), escaped(found.path),
                    hex(found.expected), hex(found.found)),
        "The records before it are of another history, or a server computed wrongly; compare with a peer.");
    finding.indices = IndexRange{found.index, found.index};
    report.findings.push_back(std::move(finding));
    for (StartVerdict& verdict : report.verdicts)
        if (verdict.outcome == StartOutcome::starts && verdict.last_index >= found.index &&
            computes_digest(verdict.release, found.digest_version)) {
            verdict.outcome = StartOutcome::aborts;
            verdict.reason = fmt::format("the digest of record {} is not that of the tree", found.index);
            for (std::string& line : words_about(found, verdict.release))
                verdict.log_lines.push_back(std::move(line));
        }
}

/// From the release that asks for an ACL by its id to the one that looks at the list again (ClickHouse's pull
/// requests 106412 and 118965; the latter is in some late patches of 26.6 to 26.8).
constexpr keeper::Release first_that_refuses_empty_acls{26, 6}, first_that_takes_empty_acls{26, 9};

/// What is wrong for this release alone: without one named it would be noise.
void look_at_release(FsckReport& report, keeper::Release release) {
    if (release < first_that_refuses_empty_acls || !(release < first_that_takes_empty_acls))
        return;
    const SnapshotScan* const newest = report.scans.front().newest_sound();
    if (newest == nullptr || newest->verification.nodes_of_empty_acls == 0)
        return;
    report.findings.push_back(make_finding(
        "snapshot.empty-acl", newest->path,
        fmt::format(
            "{} an ACL that is an empty list: releases 26.6 to 26.8 refuse every request on them (ZNOAUTH)",
            newest->verification.nodes_of_empty_acls == 1
                ? "1 node has"
                : grouped(newest->verification.nodes_of_empty_acls) + " nodes have"),
        fmt::format("keeperctl snapshot rewrite --for-keeper {} gives them the id 0, which means the same.",
                    keeper::text_of(release))));
}

bool is_more_than_a_note(const FsckFinding& found) { return found.finding.severity != Severity::note; }

/// A loss that no other finding tells of.
void add_unexplained(FsckReport& report) {
    if (std::ranges::any_of(report.findings, is_more_than_a_note))
        return;
    for (const StartVerdict& verdict : report.verdicts)
        if (verdict.is_about_the_files() && !verdict.is_well()) {
            report.findings.push_back(make_finding(
                "verdict.loss", report.scans.front().places.log_dir,
                fmt::format(
                    "a server of {} {}", verdict.era,
                    verdict.outcome == StartOutcome::starts
                        ? fmt::format("would lose {}", counted(verdict.lost_records(), "record", "records"))
                        : "would not start: " + verdict.reason)));
            return;
        }
}

} // namespace

bool FsckReport::is_clean() const noexcept {
    return std::ranges::none_of(findings, is_more_than_a_note) &&
           std::ranges::all_of(verdicts, [&](const StartVerdict& verdict) {
               return verdict.is_well() || (!verdict.is_about_the_files() && verdicts.size() > 1);
           });
}

class Examination::Work {
public:
    Work(io::FileSystem& files, const FsckOptions& options, io::Meter* meter) : meter_(meter) {
        report_.scans.push_back(options.replays ? scan_and_replay(files, options.places)
                                                : scan_directory(files, options.places, meter));
        for (const DataPlaces& peer : options.peers)
            report_.scans.push_back(scan_directory(files, peer, meter));
        const DirectoryScan& scan = report_.scans.front();
        report_.own.add(scan, 0);
        report_.all = report_.own;
        report_.findings = find_faults(scan, report_.own);
        if (options.server_version)
            look_at_release(report_, *options.server_version);
        look_at_peers(files, report_, meter);
        const std::vector<keeper::Release> releases =
            options.server_version ? std::vector{*options.server_version} : era_representatives();
        for (const keeper::Release release : releases)
            report_.verdicts.push_back(predict_start(scan, report_.own, release));
    }

    const FsckReport& report() const noexcept { return report_; }
    FsckReport& finish() {
        add(replay_.finish(meter_));
        add_unexplained(report_);
        return report_;
    }

private:
    io::Meter* meter_;
    FsckReport report_;
    ReplayBeside replay_;

    DirectoryScan scan_and_replay(io::FileSystem& files, const DataPlaces& places) {
        return scan_for_replay(
            files, places,
            [&](std::shared_ptr<keeper::LookAhead> ahead) { replay_.begin(files, places, std::move(ahead)); },
            meter_);
    }
    void add(const ReplayBeside::Outcome& outcome) {
        if (report_.own.pieces().empty())
            return;
        report_.records_replayed = outcome.applied;
        report_.digests_compared = outcome.compared;
        if (outcome.disagreement)
            report_disagreement(report_, *outcome.disagreement);
    }
};

Examination::Examination(io::FileSystem& files, const FsckOptions& options, io::Meter* meter)
    : work_(std::make_unique<Work>(files, options, meter)) {}
Examination::~Examination() = default;
const FsckReport& Examination::scanned() const noexcept { return work_->report(); }
FsckReport& Examination::finish() { return work_->finish(); }

FsckReport fsck(io::FileSystem& files, const FsckOptions& options, io::Meter* meter) {
    return std::move(Examination(files, options, meter).finish());
}

} // namespace keeperfs::inspect
