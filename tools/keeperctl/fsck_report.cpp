#include "fsck_report.h"

#include "fsck_findings.h"
#include "fsck_names.h"
#include "lost_changes_report.h"
#include "text_report.h"

#include "keeperfs/base/text.h"

#include <algorithm>

using namespace keeperfs;
using console::Style;
using inspect::DirectoryScan;
using inspect::FsckFinding;
using inspect::IndexRange;
using inspect::LogScan;
using inspect::RecordRun;
using inspect::SnapshotScan;
using inspect::StartOutcome;
using inspect::StartVerdict;

namespace {

std::string file_name(const std::string& path) { return escaped(io::name_of(path)); }

/// What is wrong with a file at its worst.
Severity worst_of(const FsckAnswer& answer, const std::string& path) {
    Severity worst = Severity::note;
    for (const FsckFinding& found : answer.report.findings)
        if (found.finding.file == path)
            worst = std::max(worst, found.finding.severity);
    return worst;
}

class Text {
public:
    Text(const FsckAnswer& answer, const ReportStyle& style)
        : answer_(answer), style_(style), out_(style.colored) {}

    std::string write() {
        files();
        add_findings(out_, answer_.report.findings);
        verdicts();
        lost_changes();
        if (answer_.proof)
            repaired();
        else if (!answer_.report.is_clean())
            next_step();
        else
            conclude();
        return out_.text();
    }

private:
    const FsckAnswer& answer_;
    const ReportStyle& style_;
    TextReport out_;

    std::string state_of(const std::string& path) const {
        switch (worst_of(answer_, path)) {
        case Severity::note:
            return out_.styled("good", Style::green);
        case Severity::warning:
            return out_.styled("see below", Style::yellow);
        case Severity::error:
            break;
        }
        return out_.styled("bad", Style::red);
    }
    void files() {
        const DirectoryScan& scan = answer_.report.scans.front();
        out_.heading("Files");
        for (const SnapshotScan& snapshot : scan.snapshots)
            out_.row(file_name(snapshot.path), "{}, {}", contents(snapshot), state_of(snapshot.path));
        for (const LogScan& log : scan.logs)
            out_.row(file_name(log.path), "{}, {}", contents(log), state_of(log.path));
        if (const auto state = scan.state.effective())
            out_.row("state", "term {}, {}", state->term, state_of(scan.places.state_file));
    }
    static std::string contents(const SnapshotScan& snapshot) {
        const std::string size = size_text(snapshot.file.entry.size);
        if (!snapshot.is_whole())
            return size;
        return fmt::format("{}, up to {} (term {}), zxid {}, {}", size, snapshot.header().last_log_index,
                           snapshot.header().last_log_term, hex(snapshot.header().zxid),
                           counted(snapshot.verification.summary->nodes, "node", "nodes"));
    }
    static std::string contents(const LogScan& log) {
        const std::string size = size_text(log.file.entry.size);
        if (log.runs.empty())
            return size + ", no record";
        return fmt::format("{}, {} from {} to {} (term {})", size, counted(log.records, "record", "records"),
                           log.runs.front().first, log.runs.back().last(), log.runs.back().term);
    }

    void verdicts() {
        out_.heading("What a server would do at its start");
        for (const StartVerdict& verdict : answer_.report.verdicts)
            if (verdict.is_about_the_files() || style_.verbose || answer_.report.verdicts.size() == 1)
                add(verdict);
            else
                out_.row(verdict.era, "{}",
                         verdict.reads_the_files ? "stops on these files by a defect of its own"
                                                 : "cannot read files of a later release");
    }
    void add(const StartVerdict& verdict) {
        out_.row(verdict.era, "{} ({})", summary(verdict), known_text(verdict.known));
        for (const inspect::FileFate& file : verdict.files)
            out_.row("", "{} {}: {}", fate_text(file.fate), escaped(file.file), escaped(file.reason));
        for (const std::string& remark : verdict.remarks)
            out_.row("", "{}", remark);
        if (style_.verbose)
            for (const std::string& line : verdict.log_lines)
                out_.row("", "prints: {}", line);
        if (style_.verbose && verdict.membership)
            out_.row("", "members: {}", members(*verdict.membership));
    }
    std::string summary(const StartVerdict& verdict) const {
        if (verdict.outcome != StartOutcome::starts)
            return out_.styled(verdict.outcome == StartOutcome::refuses ? "does not start" : "aborts",
                               Style::red) +
                   ": " + verdict.reason;
        std::string text =
            fmt::format("starts from {}, up to {}",
                        verdict.snapshot ? escaped(*verdict.snapshot) : "the empty tree", verdict.last_index);
        if (verdict.zxid)
            text += fmt::format(", zxid {}", hex(*verdict.zxid));
        if (verdict.lost.empty())
            return text + ", " + out_.styled("nothing lost", Style::green);
        return text + ", " +
               out_.styled(fmt::format("loses {}: {}", counted(verdict.lost_records(), "record", "records"),
                                       ranges_text(verdict.lost)),
                           Style::red);
    }
    static const char* known_text(inspect::Knowledge known) {
        switch (known) {
        case inspect::Knowledge::observed:
            return "observed";
        case inspect::Knowledge::source:
            return "read in its source";
        case inspect::Knowledge::assumed:
            return "not established, the worse case";
        case inspect::Knowledge::not_established:
            break;
        }
        return "not established";
    }
    static const char* fate_text(inspect::Fate fate) {
        switch (fate) {
        case inspect::Fate::deleted:
            return "deletes";
        case inspect::Fate::detached:
            return "detaches";
        case inspect::Fate::not_read:
            break;
        }
        return "does not read";
    }
    static std::string members(const keeper::ClusterConfig& config) {
        std::string text;
        for (const keeper::ClusterServer& server : config.servers)
            text += fmt::format("{}{} {}", text.empty() ? "" : ", ", server.id, escaped(server.endpoint));
        return text;
    }

    void conclude() {
        out_.heading("Result");
        out_.row("", "{} {} replayed, {} compared.", out_.styled("Nothing is wrong.", Style::green),
                 counted(answer_.report.records_replayed, "record", "records"),
                 counted(answer_.report.digests_compared, "digest", "digests"));
    }
    std::string arguments() const {
        std::string text;
        for (const std::string& word : answer_.where)
            text += " " + word;
        return text;
    }
    void next_step() {
        out_.heading("Next step");
        if (std::ranges::none_of(answer_.report.findings, [](const FsckFinding& found) {
                return found.finding.severity != Severity::note;
            })) {
            out_.row("", "Nothing is wrong with the files: give them to another release.");
            return;
        }
        if (std::ranges::all_of(answer_.report.findings, [](const FsckFinding& found) {
                return found.finding.severity == Severity::note || found.finding.code.starts_with("peer.");
            })) {
            out_.row("", "Nothing is wrong with the files here: see what is said of the peer.");
            return;
        }
        if (!answer_.plan) {
            out_.row("", "Nothing here can be started from. With the directory of another member:");
            out_.row("", "keeperctl fsck{} --peer DIR --repair-to NEW-DIR", arguments());
            return;
        }
        plan();
        out_.row("", "Let no server start on these files. A corrected copy elsewhere:");
        out_.row("", "keeperctl fsck{} --repair-to NEW-DIR", arguments());
    }
    void plan() {
        const inspect::RepairPlan& plan = *answer_.plan;
        out_.row("", "A corrected copy would reach record {}.", plan.last_index);
        if (!plan.missing.empty())
            out_.row("", "Of record {} nothing is left here{}.", ranges_text(plan.missing),
                     time_of_missing());
        if (!plan.lost.empty())
            out_.row("", "Behind that lies {}, which cannot be used.", ranges_text(plan.lost));
    }
    std::string time_of_missing() const {
        const inspect::LostChanges& lost = answer_.lost;
        std::string text;
        if (lost.last_kept_ms)
            text += fmt::format(", written after {}", time_text(*lost.last_kept_ms));
        if (lost.first_lost_ms)
            text += fmt::format("{} before {}", text.empty() ? ", written" : " and",
                                time_text(*lost.first_lost_ms));
        return text;
    }
    /// What the tree lacks by the records that lie behind missing ones.
    void lost_changes() {
        const inspect::LostChanges& lost = answer_.lost;
        if (lost.total() == 0)
            return;
        out_.heading("Changes of the tree that are in the files and cannot be used");
        add_changes(out_, lost, style_.verbose, answer_.report.scans.front().places.log_dir);
    }
    void repaired() {
        const inspect::RepairPlan& plan = *answer_.plan;
        out_.heading("Corrected copy");
        out_.row("directory", "{}", escaped(answer_.repaired_to));
        out_.row("reaches", "record {}, zxid {}, {}", plan.last_index, hex(answer_.proof->zxid),
                 counted(answer_.proof->nodes, "node", "nodes"));
        out_.row("proof", "examined again; {} replayed, {} compared{}",
                 counted(answer_.proof->records, "record", "records"),
                 counted(answer_.proof->digests_compared, "digest", "digests"),
                 answer_.proof->first_disagreement
                     ? fmt::format("; the digest of record {} differs", *answer_.proof->first_disagreement)
                     : "");
        if (plan.state_is_new)
            out_.row("state", "written anew with term {}", plan.state->term);
        if (!plan.from_peers.empty())
            out_.row("from peers", "records {}", ranges_text(plan.from_peers));
        for (const inspect::RepairedLog& log : plan.logs)
            if (!log.is_copied)
                out_.row("written anew", "{} from {}", escaped(log.name), escaped(log.source));
        for (const inspect::LeftOut& left : plan.left_out)
            out_.row("left out", "{}: {}", escaped(left.file), left.reason);
        if (!plan.missing.empty())
            out_.row("missing", "records {}, of which nothing is left{}", ranges_text(plan.missing),
                     time_of_missing());
        if (!plan.lost.empty())
            out_.row("lost", "records {}, which lie behind missing ones", ranges_text(plan.lost));
        if (plan.missing.empty() && plan.lost.empty())
            out_.row("lost", "no record that is whole");
    }
};

} // namespace

std::string to_text(const FsckAnswer& answer, const ReportStyle& style) {
    return Text(answer, style).write();
}

std::string to_text(const inspect::ZookeeperCheck& check, const ReportStyle& style) {
    TextReport out(style.colored);
    out.heading("ZooKeeper directory");
    out.row("snapshots", "{} in {}", check.snapshots, escaped(check.snapshots_dir));
    out.row("logs", "{} in {}", check.logs, escaped(check.logs_dir));
    if (!check.findings.empty())
        out.heading("Findings");
    for (const Finding& finding : check.findings)
        out.row(out.styled(name_of(finding.severity), style_of(finding.severity)), "{}: {}: {}{}. {}",
                finding.code, escaped(finding.file),
                finding.offset ? fmt::format("at byte {}: ", *finding.offset) : "", finding.message,
                finding.hint);
    out.heading("What a server would do at its start");
    if (!check.starts) {
        out.row("ZooKeeper", "{}: {}", out.styled("does not start", Style::red), check.reason);
        return out.text();
    }
    out.row("ZooKeeper", "starts from {}, applies {}, up to zxid {}",
            check.snapshot ? escaped(*check.snapshot) : "the empty tree",
            counted(check.transactions, "transaction", "transactions"), hex(check.last_zxid.value_or(0)));
    return out.text();
}
