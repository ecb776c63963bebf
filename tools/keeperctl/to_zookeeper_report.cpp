#include "to_zookeeper_report.h"

#include "changes_report.h"
#include "text_report.h"

#include "keeperfs/base/text.h"

using namespace keeperfs;
using convert::KeeperToZooKeeperReport;

namespace {

void add_input(TextReport& out, const KeeperToZooKeeperReport& report) {
    out.heading("Read from Keeper");
    out.line(report.replayed_records ? "directory" : "snapshot", "{}", escaped(report.source));
    if (report.replayed_records)
        out.line("log", "{} applied", counted(*report.replayed_records, "record", "records"));
    out.line("log index", "{}, zxid {}", report.log_index, hex(report.source_zxid));
}

void add_counts(TextReport& out, const KeeperToZooKeeperReport& report) {
    out.heading("Converted");
    out.line("nodes", "{} ({} ephemeral, {} with a TTL, {})", grouped(report.nodes),
             grouped(report.ephemerals), grouped(report.ttl_nodes),
             counted(report.containers, "container", "containers"));
    out.line("data", "{}", size_text(report.data_bytes));
    out.line("sessions", "{}", grouped(report.sessions));
    out.line("ACL lists", "{}", grouped(report.acls));
    if (report.left_out > 0)
        out.line("left out", "{} (/keeper and what options leave out)",
                 counted(report.left_out, "node", "nodes"));
    if (!report.added_paths.empty())
        out.line("added", "{}", fmt::join(report.added_paths, ", "));
}

void add_findings(TextReport& out, const std::vector<Finding>& findings) {
    if (!findings.empty())
        out.heading("Noticed in Keeper's files");
    for (const Finding& finding : findings)
        out.line(name_of(finding.severity), "{}: {} [{}]", escaped(finding.file), finding.message,
                 finding.code);
}

void add_output(TextReport& out, const KeeperToZooKeeperReport& report) {
    out.heading(report.written ? "Written, read back and found equal" : "Not written (--dry-run)");
    out.line("file", "{}", escaped(report.output_file));
    out.line("size", "{}", size_text(report.output_bytes));
    if (report.written)
        out.line("sha256", "{}", report.output_sha256);
    out.line("format", "ZooKeeper {}, {}", zookeeper::text_of(report.release),
             report.digest ? "digest " + hex(*report.digest) : "no digest");
    out.line("zxid", "{}", hex(report.zxid));
    out.line("took", "{:.2f} s, {} of memory at most", report.seconds, size_text(report.peak_memory_bytes));
}

} // namespace

std::string to_text(const KeeperToZooKeeperReport& report, const console::ConsoleOptions& console) {
    TextReport out(console.colored());
    add_input(out, report);
    add_counts(out, report);
    add_changes(out, report.changes, console.verbose);
    add_findings(out, report.findings);
    add_output(out, report);
    add_next_steps(out, report.next_steps);
    return out.text();
}
