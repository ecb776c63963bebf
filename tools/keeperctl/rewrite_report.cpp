#include "rewrite_report.h"

#include "changes_report.h"
#include "text_report.h"

#include "keeperfs/base/text.h"
#include "keeperfs/io/filesystem.h"

#include <algorithm>

using namespace keeperfs;
using console::Style;
using convert::SnapshotRewriteReport;

namespace {

constexpr std::size_t most_parents = 10;

std::string format_text(const convert::SnapshotSummary& snapshot) {
    return fmt::format(
        "version {}, {}, {}", snapshot.version, name_of(snapshot.codec),
        snapshot.digest_version == 0
            ? "no digest"
            : fmt::format("digest {} (version {})", hex(snapshot.digest), snapshot.digest_version));
}

void add_input(TextReport& out, const SnapshotRewriteReport& report) {
    out.heading("Read");
    out.line("file", "{} ({})", escaped(report.input.file), size_text(report.input.bytes));
    out.line("format", "{}", format_text(report.input));
    out.line("nodes", "{}", grouped(report.input.nodes));
}

void add_edits(TextReport& out, const SnapshotRewriteReport& report, bool verbose) {
    if (report.dropped_nodes + report.renamed_nodes + report.acl_nodes + report.orphans == 0 &&
        report.parents.empty())
        return;
    out.heading("Edited");
    for (const auto& [name, count] :
         {std::pair("left out", report.dropped_nodes), std::pair("orphans left out", report.orphans),
          std::pair("renamed", report.renamed_nodes), std::pair("ACL set", report.acl_nodes)})
        if (count > 0)
            out.line(name, "{}", counted(count, "node", "nodes"));
    const std::size_t shown = verbose ? report.parents.size() : std::min(report.parents.size(), most_parents);
    for (std::size_t i = 0; i < shown; ++i) {
        const convert::ChangedParent& parent = report.parents[i];
        out.line("parent", "{}: children {} -> {}, cversion {} -> {}{}", escaped(parent.path),
                 parent.num_children_before, parent.num_children, parent.cversion_before, parent.cversion,
                 parent.added == 0
                     ? ""
                     : fmt::format(", counter {} -> {}, pzxid {} -> {}", parent.seq_num_before,
                                   parent.seq_num, hex(parent.pzxid_before), hex(parent.pzxid)));
    }
    if (shown < report.parents.size())
        out.line("", "and {} more (--verbose lists them)", grouped(report.parents.size() - shown));
}

void add_imported(TextReport& out, const convert::ImportedSubtree& subtree) {
    out.heading("Imported");
    out.line("file", "{}", escaped(subtree.file));
    out.line("subtree", "{}{}", escaped(subtree.from),
             subtree.to == subtree.from ? "" : " as " + escaped(subtree.to));
    out.line("nodes", "{}", grouped(subtree.nodes));
    if (subtree.passed_over > 0)
        out.line("passed over", "{} there already (--on-conflict keep)",
                 counted(subtree.passed_over, "node is", "nodes are"));
}

void add_losses(TextReport& out, const std::vector<convert::Change>& losses, bool verbose) {
    if (!losses.empty())
        out.heading("Lost, as accepted");
    for (const convert::Change& loss : losses) {
        out.line(loss.code, "{} {}", out.styled(grouped(loss.count), Style::yellow), loss.message);
        add_examples(out, loss, verbose);
    }
}

void add_findings(TextReport& out, const SnapshotRewriteReport& report) {
    if (!report.findings.empty())
        out.heading("Noticed");
    for (const Finding& finding : report.findings)
        out.line(name_of(finding.severity), "{}: {}. {}", escaped(io::name_of(finding.file)), finding.message,
                 finding.hint);
}

void add_output(TextReport& out, const SnapshotRewriteReport& report) {
    out.heading(report.written ? "Written, read back and found equal" : "Not written (--dry-run)");
    out.line("file", "{}", escaped(report.output.file));
    if (report.written) {
        out.line("size", "{} ({} before compression)", size_text(report.output.bytes),
                 size_text(report.output.uncompressed_bytes));
        out.line("sha256", "{}", report.sha256);
    }
    out.line("format", "{}; read by Keeper {}", format_text(report.output), report.readable_by);
    out.line("nodes", "{}", grouped(report.output.nodes));
    out.line("log index", "{} (term {}), zxid {}", report.log_index, report.log_term, hex(report.zxid));
}

} // namespace

std::string to_text(const SnapshotRewriteReport& report, const console::ConsoleOptions& console) {
    TextReport out(console.colored());
    add_input(out, report);
    add_edits(out, report, console.verbose);
    if (report.imported)
        add_imported(out, *report.imported);
    add_losses(out, report.losses, console.verbose);
    add_changes(out, report.changes, console.verbose);
    add_findings(out, report);
    add_output(out, report);
    add_next_steps(out, report.next_steps);
    return out.text();
}
