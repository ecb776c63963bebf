#include "keeperfs/inspect/snapshot_verify.h"

#include "commands.h"
#include "snapshot_input.h"
#include "text_report.h"

#include "keeperfs/base/json_writer.h"
#include "keeperfs/base/text.h"

using namespace keeperfs;
using console::Style;
using inspect::SnapshotFault;
using inspect::SnapshotVerification;

namespace {

constexpr CommandText text{"verify", "Read everything and check it; exit status 3 when it is not well",
                           R"(  keeperctl snapshot verify snapshot_1200000.bin.zstd
  keeperctl snapshot verify /var/lib/clickhouse/coordination --quiet && echo well)"};

using Options = SnapshotQuestion;

std::string example_text(const SnapshotFault::Example& example) {
    return fmt::format("{}{}",
                       example.path.empty() ? fmt::format("node {} of the file", grouped(example.node + 1))
                                            : escaped(example.path),
                       example.detail.empty() ? "" : ": " + example.detail);
}

std::string to_text(const std::string& file, const SnapshotVerification& verification,
                    const console::ConsoleOptions& console) {
    TextReport out(console.colored());
    const auto& summary = verification.summary;
    out.heading(escaped(file));
    out.line("verdict", "{}",
             verification.is_well() ? out.styled("well", Style::green) : out.styled("not well", Style::red));
    if (summary)
        out.line("read", "{}, {}; version {}, log index {}", counted(summary->nodes, "node", "nodes"),
                 counted(summary->sessions, "session", "sessions"), summary->header.version,
                 summary->header.last_log_index);
    if (summary && summary->digest.verdict() == inspect::DigestVerdict::agrees)
        out.line("digest", "agrees with the nodes");
    for (const SnapshotFault& fault : verification.faults) {
        const Finding& finding = fault.finding;
        out.line(name_of(finding.severity), "{}: {}{}{}{}", finding.code,
                 finding.offset && finding.message.find("at byte") == std::string::npos
                     ? fmt::format("at byte {}: ", *finding.offset)
                     : "",
                 finding.message, fault.count > 1 ? fmt::format(" ({} times)", grouped(fault.count)) : "",
                 finding.hint.empty() ? "." : ". " + finding.hint);
        const std::size_t most = console.verbose ? SnapshotFault::most_examples : 3;
        for (std::size_t i = 0; i < std::min(most, fault.examples.size()); ++i)
            out.line("", "{}", example_text(fault.examples[i]));
    }
    return out.text();
}

void add_fault(JsonWriter& json, const SnapshotFault& fault) {
    const Finding& finding = fault.finding;
    json.begin_object()
        .member("code", finding.code)
        .member("severity", name_of(finding.severity))
        .member("count", fault.count)
        .member("message", finding.message)
        .member("hint", finding.hint);
    if (finding.offset)
        json.member("offset", *finding.offset);
    json.key("examples").begin_array();
    for (const SnapshotFault::Example& example : fault.examples) {
        json.begin_object().member("node", example.node).member("detail", example.detail);
        if (!example.path.empty())
            json.member("path", example.path);
        if (!is_utf8(example.path))
            json.member("path_b64", base64(as_bytes(example.path)));
        json.end_object();
    }
    json.end_array().end_object();
}

std::string to_json(const std::string& file, const SnapshotVerification& verification) {
    JsonWriter json;
    json.begin_object()
        .member("format_version", 1)
        .member("file", file)
        .member("well", verification.is_well())
        .member("complete", verification.summary.has_value());
    if (verification.summary)
        json.member("snapshot_version", verification.summary->header.version)
            .member("last_log_index", verification.summary->header.last_log_index)
            .member("nodes", verification.summary->nodes)
            .member("sessions", verification.summary->sessions);
    json.key("findings").begin_array();
    for (const SnapshotFault& fault : verification.faults)
        add_fault(json, fault);
    json.end_array().end_object();
    return std::string(json.view());
}

/// What came through a pipe cannot be read again; its nodes keep their numbers.
void name_examples(const Options& options, SnapshotVerification& verification) {
    if (!verification.has_unnamed_examples() || options.snapshot.place == "-")
        return;
    SnapshotInput again(options.snapshot, options.console, Answer::at_the_end);
    again.read([&](keeper::SnapshotReader& reader) { inspect::name_examples(reader, verification); });
}

int run(const Options& options) {
    SnapshotInput input(options.snapshot, options.console, Answer::at_the_end);
    SnapshotVerification verification = input.read_file([&](io::Source& file) {
        return inspect::SnapshotVerifier(input.index_in_name()).verify(file, keeper::Decoding::ahead);
    });
    name_examples(options, verification);
    if (options.console.format == "json")
        console::print_json(to_json(input.name(), verification));
    else if (!options.console.quiet)
        console::print(to_text(input.name(), verification, options.console));
    return verification.is_well() ? 0 : not_well;
}

} // namespace

void add_snapshot_verify(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
