#include "report.h"

#include "console/console.h"

#include "keeperfs/base/text.h"
#include "keeperfs/io/filesystem.h"

#include <fmt/format.h>

using namespace keeperfs;
using console::Style;

namespace {

class TextReport {
public:
    explicit TextReport(ReportStyle style) : style_(style) {}

    std::string of(const convert::ZooKeeperToKeeperReport& report) {
        if (report.catch_up)
            caught_up(report);
        input(report.source);
        counts(report);
        special_nodes(report);
        changes(report);
        findings(report);
        output(report);
        next_steps(report.next_steps);
        return std::move(out_);
    }

private:
    ReportStyle style_;
    std::string out_;

    std::string styled(std::string_view text, Style style) const {
        return console::styled(text, style, style_.colored);
    }
    void heading(std::string_view text) { out_ += styled(text, Style::bold) + "\n"; }
    void paragraph(const std::string& lead, std::string_view text) {
        out_ += "  " + console::wrapped(lead + std::string(text), 5) + "\n";
    }
    template <class... Args>
    void line(std::string_view name, fmt::format_string<Args...> form, Args&&... args) {
        constexpr std::size_t indent = 17;
        out_ += fmt::format("  {:<14} {}\n", name,
                            console::wrapped(fmt::format(form, std::forward<Args>(args)...), indent));
    }

    void input(const zookeeper::RestoreReport& source) {
        heading("Read from ZooKeeper");
        if (source.snapshot)
            line("snapshot", "{} ({})", escaped(source.snapshot->path), size_text(source.snapshot->size));
        else
            line("snapshot", "none; the built-in tree");
        for (const zookeeper::UsedLog& log : source.logs)
            line("log", "{} ({} applied)", escaped(log.file.path),
                 counted(log.transactions, "transaction", "transactions"));
        for (const zookeeper::PassedOver& file : source.passed_over)
            line("passed over", "{}: {}", escaped(io::name_of(file.file)), file.reason);
        if (source.fuzzy_until > source.snapshot_zxid)
            line("zxid", "{} in the snapshot (with parts up to {}), {} at the end", hex(source.snapshot_zxid),
                 hex(source.fuzzy_until), hex(source.last_zxid));
        else
            line("zxid", "{} in the snapshot, {} at the end", hex(source.snapshot_zxid),
                 hex(source.last_zxid));
        if (source.digests_compared == 0) {
            line("digests", "none could be compared (ZooKeeper before 3.6, or digests were off)");
            return;
        }
        const bool all = source.digests_agreed == source.digests_compared;
        line("digests", "{}{}",
             styled(fmt::format("{} of {} agree with ZooKeeper's own", grouped(source.digests_agreed),
                                grouped(source.digests_compared)),
                    all ? Style::green : Style::red),
             source.digests_in_ascii ? " (computed with an ASCII charset)" : "");
    }

    void caught_up(const convert::ZooKeeperToKeeperReport& report) {
        heading("Caught up");
        line("bulk result", "{}, with transactions up to {}", escaped(report.catch_up->bulk_snapshot),
             hex(report.catch_up->bulk_zxid));
        line("in the window", "{:.2f} s for {}", report.seconds,
             counted(report.source.transactions, "new transaction", "new transactions"));
    }

    void counts(const convert::ZooKeeperToKeeperReport& report) {
        heading("Converted");
        line("nodes", "{} ({} ephemeral)", grouped(report.nodes), grouped(report.ephemerals));
        line("data", "{}", size_text(report.data_bytes));
        line("sessions", "{}", grouped(report.sessions));
        line("ACL lists", "{}", grouped(report.acls));
    }

    void special_nodes(const convert::ZooKeeperToKeeperReport& report) {
        if (report.special_nodes.empty())
            return;
        std::uint64_t kept = 0;
        for (const convert::SpecialNode& node : report.special_nodes)
            kept += node.kept ? 1 : 0;
        heading(fmt::format("Containers and TTL nodes: {} kept, {} persistent now", kept,
                            report.special_nodes.size() - kept));
        const std::size_t most = style_.verbose ? report.special_nodes.size() : 10;
        for (std::size_t i = 0; i < std::min(most, report.special_nodes.size()); ++i) {
            const convert::SpecialNode& node = report.special_nodes[i];
            const bool ttl = node.kind == zookeeper::ZnodeKind::ttl;
            line(ttl ? "TTL" : "container", "{}{}: {}", escaped(node.path),
                 ttl ? fmt::format(" ({} ms)", node.ttl_ms) : "",
                 node.kept ? "kept" : "persistent, " + node.reason);
        }
        more(report.special_nodes.size(), most);
    }

    void more(std::size_t all, std::size_t shown) {
        if (all > shown)
            line("", "and {} more (--verbose or --report FILE lists them)", grouped(all - shown));
    }

    void changes(const convert::ZooKeeperToKeeperReport& report) {
        if (report.changes.empty())
            return;
        heading("Different from ZooKeeper");
        for (const convert::Change& change : report.changes) {
            paragraph(fmt::format("{}: ", styled(grouped(change.count), Style::yellow)), change.message);
            const std::size_t shown = std::min<std::size_t>(change.examples.size(), style_.verbose ? 10 : 3);
            for (std::size_t i = 0; i < shown; ++i)
                line("", "{}", escaped(change.examples[i]));
        }
    }

    void findings(const convert::ZooKeeperToKeeperReport& report) {
        if (report.source.findings.empty() && report.findings.empty())
            return;
        heading("Noticed");
        for (const auto* list : {&report.source.findings, &report.findings})
            for (const Finding& finding : *list) {
                const Style style = finding.severity == Severity::note ? Style::plain : Style::yellow;
                paragraph(styled(finding.code, style) + ": ",
                          fmt::format("{}{}{}{}",
                                      finding.file.empty() ? "" : escaped(io::name_of(finding.file)) + ": ",
                                      finding.offset ? fmt::format("at byte {}: ", *finding.offset) : "",
                                      finding.message, finding.hint.empty() ? "." : ". " + finding.hint));
            }
    }

    void output(const convert::ZooKeeperToKeeperReport& report) {
        heading(report.written ? "Written, read back and found equal" : "Not written (--dry-run)");
        line("file", "{}", escaped(report.output_file));
        if (report.written) {
            line("size", "{} ({} before compression)", size_text(report.output_bytes),
                 size_text(report.uncompressed_bytes));
            line("sha256", "{}", report.output_sha256);
        }
        if (!report.catch_up_file.empty())
            line("to catch up", "{}", escaped(report.catch_up_file));
        line("format", "snapshot version {}, {}; read by Keeper {}", report.snapshot_version,
             report.digest_version == 0
                 ? "no digest stored"
                 : fmt::format("digest {} (version {})", hex(report.digest), report.digest_version),
             report.readable_by);
        line("log index", "{} (term 1), zxid {}", report.log_index, hex(report.source.last_zxid));
        line("took", "{:.2f} s, {} of memory at most", report.seconds, size_text(report.peak_memory_bytes));
    }

    void next_steps(const std::vector<std::string>& steps) {
        heading("Next");
        for (std::size_t i = 0; i < steps.size(); ++i)
            paragraph(fmt::format("{}. ", i + 1), steps[i]);
    }
};

} // namespace

std::string to_text(const convert::ZooKeeperToKeeperReport& report, ReportStyle style) {
    return TextReport(style).of(report);
}
