#include "recover_plan_report.h"

#include "fsck_findings.h"
#include "json_texts.h"
#include "recover_names.h"
#include "steps_report.h"

#include "keeperfs/base/text.h"
#include "keeperfs/recover/membership.h"

using namespace keeperfs;
using console::Style;
using recover::Recovery;
using recover::Survivor;
using recover::Way;

namespace {

/// What a way does to the files.
const char* meaning_of(Way way) {
    switch (way) {
    case Way::section:
        return "the newest snapshot gets another section at its end, every log file stays as it is";
    case Way::log:
        return "one configuration record stands behind the last one of the log";
    case Way::snapshot:
        break;
    }
    return "a new snapshot holds the state of the last record, and there is no log";
}

void add_written(TextReport& out, const StartUpAnswer& answer) {
    const Recovery& recovery = answer.plan.recovery;
    out.heading("What will be written");
    out.row("way", "{}: {}", recover::name_of(recovery.way), meaning_of(recovery.way));
    for (const recover::WayNotTaken& other : recovery.not_taken)
        out.row("", "not by {}: {}", recover::name_of(other.way), other.reason);
    for (const keeper::ClusterServer& server : recovery.membership.servers)
        out.row("member", "{}", recover::text_of(server));
    out.row("raft state", "term {}, no vote", recovery.state.term);
}

void add_dropped(TextReport& out, const StartUpAnswer& answer) {
    const Recovery& recovery = answer.plan.recovery;
    out.heading("What is dropped");
    for (const keeper::ClusterServer& server : answer.plan.dropped)
        out.row("member", "{}", recover::text_of(server));
    for (const std::string& file : recovery.damaged)
        out.row("damaged file", "{}, which is kept beside", escaped(file));
    if (!recovery.files.missing.empty())
        out.row("records", "{}, of which nothing is left", ranges_text(recovery.files.missing));
    if (!recovery.files.lost.empty())
        out.row("records", "{}, which lie behind missing ones", ranges_text(recovery.files.lost));
    for (const Survivor& other : answer.survivors.all)
        if (other.beyond && &other != &answer.survivor())
            out.row("records", "{} of {}, which {} does not hold", range_text(*other.beyond),
                    escaped(other.directory), escaped(answer.survivors.best().directory));
    out.row("", "What only the lost servers had; no file here shows it.");
}

} // namespace

std::string to_text(const StartUpAnswer& answer, bool colored) {
    TextReport out(colored);
    const Survivor& own = answer.survivor();
    out.heading("The survivor");
    out.row("directory", "{}", escaped(own.directory));
    out.row("as server", "{}", recover::text_of(answer.plan.server));
    out.row("reaches", "record {} of term {}{}", own.last.index, own.last.term,
            own.zxid ? fmt::format(", zxid {}", hex(*own.zxid)) : "");
    if (!answer.plan.warnings.empty())
        out.heading("Before anything else");
    for (const std::string& warning : answer.plan.warnings)
        out.row(out.styled("warning", Style::yellow), "{}", warning);
    add_written(out, answer);
    add_dropped(out, answer);
    add_steps(out, answer.plan.steps);
    return out.text();
}

std::string to_json(const StartUpAnswer& answer) {
    const Survivor& own = answer.survivor();
    const Recovery& recovery = answer.plan.recovery;
    JsonWriter json;
    json.begin_object()
        .member("format_version", 1)
        .member("directory", own.directory)
        .member("server_id", answer.plan.server.id)
        .member("promoted", answer.plan.is_promoted)
        .member("last_term", own.last.term)
        .member("last_index", own.last.index);
    if (own.zxid)
        json.member("zxid", hex(*own.zxid));
    add_texts(json, "warnings", answer.plan.warnings);
    json.key("written")
        .begin_object()
        .member("way", recover::name_of(recovery.way))
        .key("not_taken")
        .begin_array();
    for (const recover::WayNotTaken& other : recovery.not_taken)
        json.begin_object()
            .member("way", recover::name_of(other.way))
            .member("reason", other.reason)
            .end_object();
    json.end_array().member("last_index", recovery.last_index).member("term", recovery.state.term);
    add_members(json, "members", recovery.membership.servers);
    json.end_object().key("dropped").begin_object();
    add_members(json, "members", answer.plan.dropped);
    add_texts(json, "damaged_files", recovery.damaged);
    add_ranges(json, "missing", recovery.files.missing);
    add_ranges(json, "lost", recovery.files.lost);
    json.end_object();
    add_steps(json, answer.plan.steps);
    json.end_object();
    return std::string(json.view()) + "\n";
}
