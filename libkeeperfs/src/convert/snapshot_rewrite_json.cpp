// The schema is described in man/keeperctl-snapshot-rewrite.1; members are added, never renamed.
#include "convert/report_parts.h"

#include "keeperfs/base/json_writer.h"
#include "keeperfs/base/text.h"
#include "keeperfs/convert/snapshot_rewrite.h"

namespace keeperfs::convert {

namespace {

void summary(JsonWriter& json, std::string_view name, const SnapshotSummary& snapshot) {
    json.key(name)
        .begin_object()
        .member("file", snapshot.file)
        .member("bytes", snapshot.bytes)
        .member("uncompressed_bytes", snapshot.uncompressed_bytes)
        .member("snapshot_version", snapshot.version)
        .member("codec", name_of(snapshot.codec))
        .member("digest_version", snapshot.digest_version)
        .key("digest");
    if (snapshot.digest_version == 0)
        json.null();
    else
        json.text(hex(snapshot.digest));
    json.member("nodes", snapshot.nodes).end_object();
}

void imported(JsonWriter& json, const ImportedSubtree& subtree) {
    json.key("imported")
        .begin_object()
        .member("file", subtree.file)
        .member("from", subtree.from)
        .member("to", subtree.to)
        .member("nodes", subtree.nodes)
        .member("passed_over", subtree.passed_over)
        .end_object();
}

void parents(JsonWriter& json, const std::vector<ChangedParent>& list) {
    json.key("parents").begin_array();
    for (const ChangedParent& parent : list)
        json.begin_object()
            .member("path", parent.path)
            .member("removed", parent.removed)
            .member("added", parent.added)
            .member("num_children_before", parent.num_children_before)
            .member("num_children", parent.num_children)
            .member("cversion_before", parent.cversion_before)
            .member("cversion", parent.cversion)
            .member("seq_num_before", parent.seq_num_before)
            .member("seq_num", parent.seq_num)
            .member("pzxid_before", hex(parent.pzxid_before))
            .member("pzxid", hex(parent.pzxid))
            .end_object();
    json.end_array();
}

} // namespace

std::string to_json(const SnapshotRewriteReport& report) {
    JsonWriter json;
    json.begin_object().member("format_version", 1);
    summary(json, "input", report.input);
    summary(json, "output", report.output);
    json.member("written", report.written)
        .member("sha256", report.sha256)
        .member("log_index", report.log_index)
        .member("log_term", report.log_term)
        .member("zxid", hex(report.zxid))
        .member("readable_by", report.readable_by)
        .member("tree_changed", report.tree_changed)
        .member("dropped_nodes", report.dropped_nodes)
        .member("renamed_nodes", report.renamed_nodes)
        .member("acl_nodes", report.acl_nodes)
        .member("orphans", report.orphans);
    if (report.imported)
        imported(json, *report.imported);
    parents(json, report.parents);
    add_changes(json, "losses", report.losses);
    add_changes(json, "changes", report.changes);
    add_findings(json, report.findings);
    add_texts(json, "next_steps", report.next_steps);
    json.key("seconds").real(report.seconds).end_object();
    return std::string(json.view()) + "\n";
}

} // namespace keeperfs::convert
