// The schema is described in man/keeper-converter.1; members are added, never renamed.
#include "convert/report_parts.h"

#include "keeperfs/base/json_writer.h"
#include "keeperfs/base/text.h"
#include "keeperfs/convert/zookeeper_to_keeper.h"

namespace keeperfs::convert {

namespace {

std::string_view name_of(zookeeper::Compression compression) {
    switch (compression) {
    case zookeeper::Compression::none:
        return "none";
    case zookeeper::Compression::gzip:
        return "gzip";
    case zookeeper::Compression::snappy:
        return "snappy";
    }
    return "none";
}

std::string_view name_of(zookeeper::TxnLogEnd end) {
    switch (end) {
    case zookeeper::TxnLogEnd::clean:
        return "clean";
    case zookeeper::TxnLogEnd::empty_file:
        return "empty_file";
    case zookeeper::TxnLogEnd::torn_header:
        return "torn_header";
    case zookeeper::TxnLogEnd::torn_record:
        return "torn_record";
    }
    return "clean";
}

/// Paths are bytes: what is no UTF-8 is given exactly under a second key.
void member_path(JsonWriter& json, std::string_view path) {
    json.member("path", path);
    if (!is_utf8(path))
        json.member("path_b64", base64(as_bytes(path)));
}

void write_input(JsonWriter& json, const zookeeper::RestoreReport& source) {
    json.key("input").begin_object();
    json.key("snapshot");
    if (source.snapshot)
        json.begin_object()
            .member("file", source.snapshot->path)
            .member("zxid", hex(source.snapshot->zxid))
            .member("bytes", source.snapshot->size)
            .member("compression", name_of(source.snapshot->compression))
            .end_object();
    else
        json.null();
    json.key("logs").begin_array();
    for (const zookeeper::UsedLog& log : source.logs)
        json.begin_object()
            .member("file", log.file.path)
            .member("first_zxid", hex(log.file.zxid))
            .member("bytes", log.file.size)
            .member("transactions_applied", log.transactions)
            .member("end", name_of(log.end))
            .member("end_offset", log.end_offset)
            .member("torn_bytes", log.torn_bytes)
            .end_object();
    json.end_array();
    json.key("passed_over").begin_array();
    for (const zookeeper::PassedOver& file : source.passed_over)
        json.begin_object().member("file", file.file).member("reason", file.reason).end_object();
    json.end_array().end_object();

    json.key("zxid").begin_object();
    json.member("snapshot", hex(source.snapshot_zxid))
        .member("fuzzy_until", hex(source.fuzzy_until))
        .member("last", hex(source.last_zxid))
        .end_object();
    json.key("digests").begin_object();
    json.member("compared", source.digests_compared)
        .member("agreed", source.digests_agreed)
        .member("charset", source.digests_in_ascii ? "ascii" : "utf-8")
        .end_object();
}

void write_counts(JsonWriter& json, const ZooKeeperToKeeperReport& report) {
    json.key("counts").begin_object();
    json.member("nodes", report.nodes)
        .member("ephemerals", report.ephemerals)
        .member("sessions", report.sessions)
        .member("acls", report.acls)
        .member("special_nodes", std::uint64_t{report.special_nodes.size()})
        .member("data_bytes", report.data_bytes)
        .member("dropped_nodes", report.dropped_nodes)
        .member("transactions_applied", report.source.transactions)
        .member("missing_transactions", report.source.missing_transactions)
        .end_object();
}

void write_special_nodes(JsonWriter& json, const std::vector<SpecialNode>& nodes) {
    json.key("special_nodes").begin_array();
    for (const SpecialNode& node : nodes) {
        json.begin_object();
        member_path(json, node.path);
        json.member("kind", node.kind == zookeeper::ZnodeKind::container ? "container" : "ttl");
        if (node.kind == zookeeper::ZnodeKind::ttl)
            json.member("ttl_ms", node.ttl_ms);
        json.member("stored_owner", hex(node.stored_owner)).member("kept", node.kept);
        if (!node.kept)
            json.member("reason", node.reason);
        json.end_object();
    }
    json.end_array();
}

void write_findings(JsonWriter& json, const ZooKeeperToKeeperReport& report) {
    json.key("findings").begin_array();
    for (const auto* findings : {&report.source.findings, &report.findings})
        for (const Finding& finding : *findings) {
            json.begin_object();
            add_members(json, finding);
            json.end_object();
        }
    json.end_array();
}

void write_output(JsonWriter& json, const ZooKeeperToKeeperReport& report) {
    json.key("output").begin_object();
    json.member("file", report.output_file)
        .member("written", report.written)
        .member("bytes", report.output_bytes)
        .member("uncompressed_bytes", report.uncompressed_bytes)
        .member("sha256", report.output_sha256)
        .member("snapshot_version", report.snapshot_version)
        .member("log_index", report.log_index)
        .member("log_term", 1)
        .member("zxid", hex(report.source.last_zxid))
        .member("digest_version", report.digest_version);
    if (report.digest_version != 0)
        json.member("digest", hex(report.digest));
    json.member("session_id_counter", hex(report.session_id_counter))
        .member("readable_by", report.readable_by)
        .end_object();
}

} // namespace

std::string to_json(const ZooKeeperToKeeperReport& report) {
    JsonWriter json;
    json.begin_object().member("format_version", 1);
    write_input(json, report.source);
    write_counts(json, report);
    write_special_nodes(json, report.special_nodes);
    add_changes(json, "changes", report.changes);
    write_findings(json, report);
    write_output(json, report);
    if (!report.catch_up_file.empty())
        json.member("catch_up_file", report.catch_up_file);
    if (report.catch_up)
        json.key("catch_up")
            .begin_object()
            .member("file", report.catch_up->file)
            .member("bulk_snapshot", report.catch_up->bulk_snapshot)
            .member("bulk_zxid", hex(report.catch_up->bulk_zxid))
            .end_object();
    add_texts(json, "next_steps", report.next_steps);
    json.key("seconds").real(report.seconds);
    json.member("peak_memory_bytes", report.peak_memory_bytes).end_object();
    return std::string(json.view()) + "\n";
}

} // namespace keeperfs::convert
