// The schema is described in man/keeperctl-to-zookeeper.1; members are added, never renamed.
#include "convert/report_parts.h"

#include "keeperfs/base/text.h"
#include "keeperfs/convert/keeper_to_zookeeper.h"

namespace keeperfs::convert {

namespace {

void write_input(JsonWriter& json, const KeeperToZooKeeperReport& report) {
    json.key("input")
        .begin_object()
        .member("source", report.source)
        .member("log_index", report.log_index)
        .member("zxid", hex(report.source_zxid))
        .key("replayed_records");
    if (report.replayed_records)
        json.unsigned_integer(*report.replayed_records);
    else
        json.null();
    json.end_object();
}

void write_counts(JsonWriter& json, const KeeperToZooKeeperReport& report) {
    json.key("counts")
        .begin_object()
        .member("nodes", report.nodes)
        .member("ephemerals", report.ephemerals)
        .member("containers", report.containers)
        .member("ttl_nodes", report.ttl_nodes)
        .member("data_bytes", report.data_bytes)
        .member("sessions", report.sessions)
        .member("acls", report.acls)
        .member("left_out", report.left_out)
        .member("other_cversions", report.other_cversions)
        .member("readings", report.readings)
        .end_object();
}

void write_output(JsonWriter& json, const KeeperToZooKeeperReport& report) {
    json.key("output")
        .begin_object()
        .member("file", report.output_file)
        .member("written", report.written)
        .member("bytes", report.output_bytes)
        .member("sha256", report.output_sha256)
        .member("zxid", hex(report.zxid))
        .member("zookeeper_version", zookeeper::text_of(report.release))
        .key("digest");
    if (report.digest)
        json.text(hex(*report.digest));
    else
        json.null();
    json.end_object();
}

} // namespace

std::string to_json(const KeeperToZooKeeperReport& report) {
    JsonWriter json;
    json.begin_object().member("format_version", 1);
    write_input(json, report);
    write_counts(json, report);
    add_texts(json, "added_paths", report.added_paths);
    add_changes(json, "changes", report.changes);
    add_findings(json, report.findings);
    write_output(json, report);
    add_texts(json, "next_steps", report.next_steps);
    json.key("seconds").real(report.seconds);
    json.member("peak_memory_bytes", report.peak_memory_bytes).end_object();
    return std::string(json.view()) + "\n";
}

} // namespace keeperfs::convert
