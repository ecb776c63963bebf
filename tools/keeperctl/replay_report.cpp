#include "replay_report.h"

#include "text_report.h"

#include "keeperfs/base/json_writer.h"
#include "keeperfs/base/text.h"

using namespace keeperfs;
using console::Style;
using keeper::DigestDisagreement;
using keeper::ReplayReport;
using keeper::ReplayStop;

namespace {

const char* name_of(ReplayStop stop) {
    switch (stop) {
    case ReplayStop::end:
        return "end";
    case ReplayStop::point:
        return "point";
    case ReplayStop::observer:
        return "condition";
    case ReplayStop::disagreement:
        return "digest";
    case ReplayStop::gap:
        return "gap";
    case ReplayStop::undecodable:
        break;
    }
    return "undecodable";
}

std::string stop_text(ReplayStop stop) {
    switch (stop) {
    case ReplayStop::end:
        return "at the end of the log";
    case ReplayStop::point:
        return "at the point asked for";
    case ReplayStop::observer:
        return "where the condition came true";
    case ReplayStop::disagreement:
        return "at a digest that differs";
    case ReplayStop::gap:
        return "before records that are missing";
    case ReplayStop::undecodable:
        break;
    }
    return "before a record that cannot be decoded";
}

void add_digests(TextReport& out, const keeper::Replay& replay) {
    const auto& differs = replay.first_disagreement();
    if (!differs) {
        if (replay.digests_compared() == 0)
            out.line("digests", "the records have none that can be compared");
        else
            out.line("digests", "{} compared, {}", grouped(replay.digests_compared()),
                     out.styled("all agree", Style::green));
        return;
    }
    out.line("digests",
             "{} at record {}, zxid {}, {} of session {}, path {}: the record says {}, the tree "
             "has {} (version {})",
             out.styled("differ", Style::red), differs->index, hex(differs->zxid),
             keeper::name_of(differs->op), hex(differs->session_id), escaped(differs->path),
             hex(differs->expected), hex(differs->found), differs->digest_version);
}

void add_condition(TextReport& out, const ReplayAnswer& answer) {
    if (answer.condition.empty())
        return;
    out.heading("Until " + escaped(answer.condition));
    if (answer.held_at_the_start)
        out.line("at the start", "it held already");
    if (!answer.found) {
        out.line("record", "none: it did not begin to hold");
        return;
    }
    const FoundRecord& found = *answer.found;
    out.line("record", "{}, zxid {}: {} of session {}{}", found.index, hex(found.zxid), found.op,
             hex(found.session_id), found.time_ms ? ", " + time_text(*found.time_ms) : "");
}

void add_written(TextReport& out, const ReplayAnswer& answer) {
    if (!answer.written)
        return;
    const convert::ReplayedSnapshot& written = *answer.written;
    out.heading("Written");
    out.line("file", "{}", escaped(written.file));
    out.line("size", "{}", size_text(written.bytes));
    out.line("format", "version {}; read by Keeper {}", written.version, written.readable_by);
    out.line("sha256", "{}", written.sha256);
}

void add_findings(TextReport& out, const std::vector<Finding>& findings) {
    for (const Finding& finding : findings)
        out.line(name_of(finding.severity), "{}: {} [{}]", escaped(finding.file), finding.message,
                 finding.code);
}

void write_findings(JsonWriter& json, const std::vector<Finding>& findings) {
    for (const Finding& finding : findings) {
        json.begin_object();
        add_members(json, finding);
        json.end_object();
    }
}

void write_disagreement(JsonWriter& json, const DigestDisagreement& differs) {
    json.key("first_disagreement")
        .begin_object()
        .member("index", differs.index)
        .member("zxid", hex(differs.zxid))
        .member("session", hex(differs.session_id))
        .member("op", keeper::name_of(differs.op))
        .member("path", differs.path)
        .member("digest_version", differs.digest_version)
        .member("expected", hex(differs.expected))
        .member("found", hex(differs.found))
        .end_object();
}

void write_condition(JsonWriter& json, const ReplayAnswer& answer) {
    json.key("until")
        .begin_object()
        .member("condition", answer.condition)
        .member("held_at_the_start", answer.held_at_the_start)
        .key("record");
    if (!answer.found) {
        json.null().end_object();
        return;
    }
    json.begin_object()
        .member("index", answer.found->index)
        .member("zxid", hex(answer.found->zxid))
        .member("session", hex(answer.found->session_id))
        .member("op", answer.found->op);
    if (answer.found->time_ms)
        json.member("time", time_text(*answer.found->time_ms));
    json.end_object().end_object();
}

void write_written(JsonWriter& json, const convert::ReplayedSnapshot& written) {
    json.key("written")
        .begin_object()
        .member("file", written.file)
        .member("bytes", written.bytes)
        .member("snapshot_version", written.version)
        .member("digest_version", written.digest_version)
        .member("digest", hex(written.digest))
        .member("sha256", written.sha256)
        .member("readable_by", written.readable_by)
        .end_object();
}

void write_logs(JsonWriter& json, const std::vector<keeper::ReplayedLog>& logs) {
    json.key("logs").begin_array();
    for (const keeper::ReplayedLog& log : logs)
        json.begin_object()
            .member("file", log.file.entry.name)
            .member("records", log.records)
            .member("first_index", log.first_index)
            .member("last_index", log.last_index)
            .end_object();
    json.end_array();
}

} // namespace

std::string to_text(const ReplayAnswer& answer, bool colored) {
    const keeper::Replay& replay = answer.replayed.replay;
    const ReplayReport& report = answer.replayed.report;
    TextReport out(colored);
    out.heading("Replay");
    out.line("from", "{}", report.snapshot ? escaped(report.snapshot->entry.name) : "the empty tree");
    out.line("records", "{} applied, {} refused to their clients{}", grouped(report.applied),
             grouped(report.failed),
             report.superseded > 0 ? fmt::format(", {} overwritten", grouped(report.superseded)) : "");
    out.line("rules", "of 20{}", keeper::name_of(replay.rules()));
    add_digests(out, replay);
    add_findings(out, report.findings);
    out.line("ended", "{}", stop_text(report.stop));
    out.heading("Tree");
    out.line("log index", "{} (term {})", replay.last_index(), replay.last_term());
    out.line("zxid", "{}", hex(replay.zxid()));
    if (report.last_time_ms)
        out.line("last request", "{}", time_text(*report.last_time_ms));
    out.line("nodes", "{}", grouped(replay.node_count()));
    out.line("sessions", "{}", grouped(replay.sessions().size()));
    add_condition(out, answer);
    add_written(out, answer);
    return out.text();
}

std::string to_json(const ReplayAnswer& answer) {
    const keeper::Replay& replay = answer.replayed.replay;
    const ReplayReport& report = answer.replayed.report;
    JsonWriter json;
    json.begin_object().member("format_version", 1).key("snapshot");
    if (report.snapshot)
        json.text(report.snapshot->entry.name);
    else
        json.null();
    json.member("start_index", report.start_index)
        .member("applied", report.applied)
        .member("failed", report.failed)
        .member("superseded", report.superseded)
        .member("rules", keeper::name_of(replay.rules()))
        .member("stop", name_of(report.stop))
        .member("last_index", replay.last_index())
        .member("last_term", replay.last_term())
        .member("zxid", hex(replay.zxid()))
        .member("nodes", replay.node_count())
        .member("sessions", std::uint64_t{replay.sessions().size()})
        .member("session_id_counter", hex(replay.session_id_counter()))
        .member("digests_compared", replay.digests_compared());
    if (report.last_time_ms)
        json.member("last_time", time_text(*report.last_time_ms));
    if (replay.first_disagreement())
        write_disagreement(json, *replay.first_disagreement());
    write_logs(json, report.logs);
    if (!answer.condition.empty())
        write_condition(json, answer);
    if (answer.written)
        write_written(json, *answer.written);
    json.key("findings").begin_array();
    write_findings(json, report.findings);
    if (answer.written)
        write_findings(json, answer.written->findings);
    json.end_array().end_object();
    return std::string(json.view()) + "\n";
}
