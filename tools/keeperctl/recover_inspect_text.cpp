#include "fsck_findings.h"
#include "lost_changes_report.h"
#include "recover_inspect_report.h"
#include "text_report.h"

#include "keeperfs/base/text.h"
#include "keeperfs/recover/membership.h"

#include <algorithm>

using namespace keeperfs;
using console::Style;
using inspect::DirectoryScan;
using recover::Agreement;
using recover::Survivor;
using recover::Survivors;

namespace {

std::size_t count_of(const Survivor& survivor, Severity severity) {
    return static_cast<std::size_t>(
        std::ranges::count_if(survivor.findings, [&](const inspect::FsckFinding& found) {
            return found.finding.severity == severity;
        }));
}

class Text {
public:
    Text(const SurvivorsAnswer& answer, bool colored, bool verbose)
        : answer_(answer), survivors_(answer.survivors), verbose_(verbose), out_(colored) {}

    std::string write() {
        overview();
        members();
        differences();
        for (const Survivor& survivor : survivors_.all)
            if (verbose_ || survivor.unusable.size() + survivor.missing.size() > 0)
                damage(survivor);
        changes();
        what_can_be_lost();
        next_step();
        return out_.text();
    }

private:
    const SurvivorsAnswer& answer_;
    const Survivors& survivors_;
    bool verbose_;
    TextReport out_;

    std::string name_at(std::size_t place) const { return escaped(survivors_.all[place].directory); }

    void overview() {
        out_.heading("Survivors, the most up to date first");
        std::vector<TableRow> rows;
        for (std::size_t place = 0; place < survivors_.all.size(); ++place)
            rows.push_back(row_of(survivors_.all[place], survivors_.scans[place]));
        out_.rows(
            {"DIRECTORY", "LAST TERM", "LAST RECORD", "ZXID", "SNAPSHOT", "LOG", "RAFT STATE", "DAMAGE"},
            rows, "lrrrrlll");
    }
    TableRow row_of(const Survivor& survivor, const DirectoryScan& scan) const {
        TableRow row{escaped(survivor.directory), "-", "-", "-", "-", "-", "-", damage_text(survivor)};
        if (survivor.is_usable) {
            row[1] = std::to_string(survivor.last.term);
            row[2] = std::to_string(survivor.last.index);
            row[3] = survivor.zxid ? hex(*survivor.zxid) : "-";
            row[4] = survivor.snapshot ? std::to_string(survivor.snapshot_index) : "-";
        }
        if (!survivor.log.pieces().empty())
            row[5] = range_text({survivor.log.pieces().begin()->first, survivor.log.last()});
        if (const auto state = scan.state.effective())
            row[6] = fmt::format("term {}{}", state->term,
                                 state->voted_for < 0 ? "" : fmt::format(", vote {}", state->voted_for));
        return row;
    }
    static std::string damage_text(const Survivor& survivor) {
        if (!survivor.is_usable)
            return "cannot be used";
        const std::size_t errors = count_of(survivor, Severity::error),
                          warnings = count_of(survivor, Severity::warning);
        if (errors + warnings == 0)
            return "none";
        return errors > 0 ? counted(errors, "error", "errors") : counted(warnings, "warning", "warnings");
    }

    void members() {
        const Survivor& best = survivors_.best();
        if (!best.membership) {
            out_.paragraph(
                fmt::format("{} names no members: a server takes those of its configuration.", name_at(0)));
            return;
        }
        out_.heading(fmt::format("Members in {}, since record {}", name_at(0), best.membership->log_index));
        for (const keeper::ClusterServer& server : best.membership->servers)
            out_.row("", "{}", recover::text_of(server));
        for (std::size_t place = 1; place < survivors_.all.size(); ++place) {
            const auto& other = survivors_.all[place].membership;
            if (other && other->servers != best.membership->servers)
                out_.row("", "{} has other ones, since record {}.", name_at(place), other->log_index);
        }
    }

    void differences() {
        if (survivors_.all.size() < 2)
            return;
        out_.heading(fmt::format("Beside {}", name_at(0)));
        for (std::size_t place = 1; place < survivors_.all.size(); ++place)
            out_.row(name_at(place), "{}", difference(survivors_.all[place]));
        add_findings(out_, survivors_.findings);
        if (!survivors_.together.from_others.empty())
            out_.row("together", "they reach record {}: others have records {}, which {} lacks.",
                     survivors_.together.last.index, ranges_text(survivors_.together.from_others),
                     name_at(0));
    }
    std::string difference(const Survivor& own) const {
        if (own.agreement == Agreement::not_proven)
            return out_.styled("nothing shows that it is of the same history", Style::red);
        std::string text = own.agreement == Agreement::diverged
                               ? out_.styled("is of another history", Style::red)
                           : own.lacks || own.beyond ? "is the same"
                                                     : "holds the same";
        if (own.common)
            text += fmt::format(" {} record {}", own.agreement == Agreement::diverged ? "behind" : "up to",
                                *own.common);
        if (own.lacks)
            text += fmt::format(", lacks {}", range_text(*own.lacks));
        if (own.beyond)
            text += fmt::format(
                ", and holds others at {}{}", range_text(*own.beyond),
                own.agreement == Agreement::agrees ? ", which were overwritten or never acknowledged" : "");
        return text;
    }

    void damage(const Survivor& survivor) {
        if (count_of(survivor, Severity::error) + count_of(survivor, Severity::warning) == 0)
            return;
        out_.heading(fmt::format("Damage in {}", escaped(survivor.directory)));
        for (const inspect::FsckFinding& found : survivor.findings)
            if (found.finding.severity != Severity::note)
                out_.row(out_.styled(found.finding.code, style_of(found.finding.severity)), "{}",
                         found.finding.message);
        if (!survivor.missing.empty())
            out_.row("", "Nothing is left there of record {}.", ranges_text(survivor.missing));
        if (!survivor.unusable.empty())
            out_.row("", "Behind that lies {}, which cannot be used alone.", ranges_text(survivor.unusable));
    }

    void changes() {
        for (std::size_t place = 0; place < answer_.changes.size(); ++place) {
            const DifferingChanges& changes = answer_.changes[place];
            add(changes.lacks, 0, fmt::format("Changes in {} that {} lacks", name_at(0), name_at(place)));
            add(changes.beyond, place,
                fmt::format("Changes in {} that {} has not", name_at(place), name_at(0)));
        }
        add(answer_.together, 1, fmt::format("Changes that only others hold and {} lacks", name_at(0)));
    }
    void add(const std::optional<inspect::LostChanges>& changes, std::size_t place,
             const std::string& heading) {
        if (!changes)
            return;
        out_.heading(heading);
        if (changes->total() == 0)
            out_.row("", "None: only sessions, elections and requests that change nothing.");
        else
            add_changes(out_, *changes, verbose_, survivors_.scans[place].places.log_dir);
    }

    void what_can_be_lost() {
        const Survivor& best = survivors_.best();
        if (!best.is_usable)
            return;
        out_.heading("What can be lost");
        if (best.last.index > survivors_.committed)
            out_.row("",
                     "Records {} stand behind the newest snapshot. The last of them may never have been "
                     "acknowledged: "
                     "such an uncommitted tail is kept and becomes part of the data.",
                     range_text({survivors_.committed + 1, best.last.index}));
        if (survivors_.are_a_majority())
            out_.row("", "A majority of the members is here: whatever was acknowledged is in {}.",
                     name_at(0));
        else
            out_.row("", "No majority of the members is here: what was acknowledged by the others alone is "
                         "gone, and no "
                         "file here shows it.");
    }

    void next_step() {
        out_.heading("Next step");
        std::string where;
        for (const std::string& word : answer_.where)
            where += " " + word;
        if (!survivors_.best().is_usable) {
            out_.row("",
                     "From none of them can anything be reached. keeperctl fsck says of each what is wrong.");
            return;
        }
        if (!survivors_.agree())
            out_.row(
                "",
                "They are not of one history. Find out which directory does not belong, and leave it out.");
        if (survivors_.are_a_majority() && survivors_.agree() &&
            count_of(survivors_.best(), Severity::error) == 0)
            out_.row(
                "",
                "When these are directories of different members, the quorum is not lost: start the servers "
                "as they "
                "are. If they find no leader, their addresses or configurations are wrong, not their data.");
        if (survivors_.agree())
            out_.row("", "keeperctl recover plan{} --single", where);
    }
};

} // namespace

std::string to_text(const SurvivorsAnswer& answer, bool colored, bool verbose) {
    return Text(answer, colored, verbose).write();
}
