#include "fsck_findings.h"
#include "fsck_names.h"
#include "fsck_report.h"
#include "json_texts.h"
#include "lost_changes_report.h"

#include "keeperfs/base/json_writer.h"
#include "keeperfs/base/text.h"

using namespace keeperfs;
using inspect::IndexRange;
using inspect::LogScan;
using inspect::SnapshotScan;
using inspect::StartVerdict;

namespace {

void add_snapshot(JsonWriter& json, const SnapshotScan& snapshot) {
    json.begin_object()
        .member("file", snapshot.path)
        .member("bytes", snapshot.file.entry.size)
        .member("index_in_name", snapshot.file.index)
        .member("readable", snapshot.is_whole())
        .member("sound", snapshot.is_sound());
    if (snapshot.is_whole())
        json.member("snapshot_version", snapshot.header().version)
            .member("last_log_index", snapshot.header().last_log_index)
            .member("last_log_term", snapshot.header().last_log_term)
            .member("zxid", hex(snapshot.header().zxid))
            .member("nodes", snapshot.verification.summary->nodes);
    json.end_object();
}
void add_log(JsonWriter& json, const LogScan& log) {
    json.begin_object()
        .member("file", log.path)
        .member("bytes", log.file.entry.size)
        .member("from_in_name", log.file.from)
        .member("to_in_name", log.file.to)
        .member("records", log.records)
        .member("end", log.unreadable ? "unreadable" : name_of(log.end));
    if (!log.runs.empty())
        json.member("first_index", log.runs.front().first)
            .member("last_index", log.runs.back().last())
            .member("last_term", log.runs.back().term);
    json.member("good_bytes", log.good_bytes).member("tail_bytes", log.tail_bytes).end_object();
}

void add_membership(JsonWriter& json, const keeper::ClusterConfig& config) {
    json.key("members").begin_array();
    for (const keeper::ClusterServer& server : config.servers)
        json.begin_object().member("id", server.id).member("endpoint", server.endpoint).end_object();
    json.end_array();
}
void add_verdict(JsonWriter& json, const StartVerdict& verdict) {
    json.begin_object()
        .member("era", verdict.era)
        .member("release", keeper::text_of(verdict.release))
        .member("known", name_of(verdict.known))
        .member("reads_the_files", verdict.reads_the_files)
        .member("own_defect", verdict.is_its_own_defect)
        .member("outcome", name_of(verdict.outcome));
    if (verdict.outcome != inspect::StartOutcome::starts)
        json.member("reason", verdict.reason);
    else {
        json.key("snapshot");
        verdict.snapshot ? json.text(*verdict.snapshot) : json.null();
        json.member("last_index", verdict.last_index);
        if (verdict.zxid)
            json.member("zxid", hex(*verdict.zxid));
        if (verdict.membership)
            add_membership(json, *verdict.membership);
    }
    json.member("lost_records", verdict.lost_records());
    add_ranges(json, "lost", verdict.lost);
    json.key("files").begin_array();
    for (const inspect::FileFate& file : verdict.files)
        json.begin_object()
            .member("file", file.file)
            .member("fate", name_of(file.fate))
            .member("reason", file.reason)
            .end_object();
    json.end_array();
    add_texts(json, "log_lines", verdict.log_lines);
    add_texts(json, "remarks", verdict.remarks);
    json.end_object();
}

void add_repair(JsonWriter& json, const FsckAnswer& answer) {
    const inspect::RepairPlan& plan = *answer.plan;
    json.key("repair")
        .begin_object()
        .member("snapshot_index", plan.snapshot_index)
        .member("last_index", plan.last_index);
    add_ranges(json, "from_peers", plan.from_peers);
    add_ranges(json, "missing", plan.missing);
    add_ranges(json, "lost", plan.lost);
    add_changes(json, answer.lost);
    json.key("logs").begin_array();
    for (const inspect::RepairedLog& log : plan.logs)
        json.begin_object()
            .member("file", log.name)
            .member("source", log.source)
            .member("copied", log.is_copied)
            .member("first_index", log.indices.first)
            .member("last_index", log.indices.last)
            .end_object();
    json.end_array().key("left_out").begin_array();
    for (const inspect::LeftOut& left : plan.left_out)
        json.begin_object().member("file", left.file).member("reason", left.reason).end_object();
    json.end_array();
    if (answer.proof) {
        json.member("directory", answer.repaired_to)
            .member("zxid", hex(answer.proof->zxid))
            .member("nodes", answer.proof->nodes)
            .member("records_replayed", answer.proof->records)
            .member("digests_compared", answer.proof->digests_compared);
        if (answer.proof->first_disagreement)
            json.member("first_disagreement", *answer.proof->first_disagreement);
    }
    json.end_object();
}

} // namespace

std::string to_json(const FsckAnswer& answer) {
    const inspect::DirectoryScan& scan = answer.report.scans.front();
    JsonWriter json;
    json.begin_object()
        .member("format_version", 1)
        .member("kind", "keeper")
        .member("clean", answer.report.is_clean())
        .member("records_replayed", answer.report.records_replayed)
        .member("digests_compared", answer.report.digests_compared);
    json.key("snapshots").begin_array();
    for (const SnapshotScan& snapshot : scan.snapshots)
        add_snapshot(json, snapshot);
    json.end_array().key("logs").begin_array();
    for (const LogScan& log : scan.logs)
        add_log(json, log);
    json.end_array();
    if (const auto state = scan.state.effective())
        json.key("state")
            .begin_object()
            .member("term", state->term)
            .member("voted_for", state->voted_for)
            .end_object();
    add_findings(json, answer.report.findings);
    json.key("verdicts").begin_array();
    for (const StartVerdict& verdict : answer.report.verdicts)
        add_verdict(json, verdict);
    json.end_array();
    if (answer.plan)
        add_repair(json, answer);
    json.end_object();
    return std::string(json.view()) + "\n";
}

std::string to_json(const inspect::ZookeeperCheck& check) {
    JsonWriter json;
    json.begin_object()
        .member("format_version", 1)
        .member("kind", "zookeeper")
        .member("snapshots", check.snapshots)
        .member("logs", check.logs)
        .key("findings")
        .begin_array();
    for (const Finding& finding : check.findings) {
        json.begin_object();
        add_members(json, finding);
        json.end_object();
    }
    json.end_array().member("outcome", check.starts ? "starts" : "refuses");
    if (!check.starts)
        json.member("reason", check.reason);
    if (check.snapshot)
        json.member("snapshot", *check.snapshot);
    json.member("transactions", check.transactions);
    if (check.last_zxid)
        json.member("zxid", hex(*check.last_zxid));
    json.end_object();
    return std::string(json.view()) + "\n";
}
