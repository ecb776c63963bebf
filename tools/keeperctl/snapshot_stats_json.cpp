#include "snapshot_stats_report.h"
#include "subtree_report.h"

#include "keeperfs/base/json_writer.h"
#include "keeperfs/base/text.h"
#include "keeperfs/keeper/releases.h"
#include "keeperfs/keeper/snapshot_format.h"

using namespace keeperfs;
using inspect::Ranked;
using inspect::SnapshotStats;

namespace {

void add_header(JsonWriter& json, const StatsAnswer& answer) {
    const keeper::SnapshotHeader& header = answer.stats.header;
    json.member("file_bytes", answer.file_bytes)
        .member("decoded_bytes", answer.stats.decoded_bytes)
        .member("snapshot_version", header.version)
        .member("last_log_index", header.last_log_index)
        .member("last_log_term", header.last_log_term)
        .member("zxid", hex(header.zxid))
        .member("session_id_counter", hex(header.session_id_counter))
        .key("digest")
        .begin_object()
        .member("version", header.digest_version);
    if (header.digest_version != 0)
        json.member("stored", hex(header.digest));
    json.end_object();
}

std::int64_t first_value(const std::vector<Ranked>& list) { return list.empty() ? 0 : list[0].value; }

void add_totals(JsonWriter& json, const SnapshotStats& stats) {
    json.member("nodes", stats.nodes)
        .member("ephemerals", stats.ephemerals)
        .member("containers", stats.containers)
        .member("ttl_nodes", stats.ttl_nodes);
    if (stats.shortest_ttl_ms && stats.longest_ttl_ms)
        json.member("shortest_ttl_ms", *stats.shortest_ttl_ms)
            .member("longest_ttl_ms", *stats.longest_ttl_ms);
    json.member("nodes_without_parent", stats.lost_nodes)
        .member("nodes_with_data", stats.nodes_with_data)
        .member("data_bytes", stats.data_bytes)
        .member("data_bytes_average",
                stats.nodes_with_data == 0 ? 0 : stats.data_bytes / stats.nodes_with_data)
        .member("data_bytes_max", first_value(stats.largest_data))
        .member("path_bytes", stats.path_bytes)
        .member("children_max", first_value(stats.most_children))
        .member("predicted_memory_bytes", stats.whole.memory_bytes())
        .member("memory_model", memory_model);
}

void add_time(JsonWriter& json, const char* key, const std::optional<Ranked>& node) {
    if (!node)
        return;
    json.key(key).begin_object();
    add_path(json, node->path);
    json.member("mtime", time_text(node->value)).end_object();
}

void add_ranking(JsonWriter& json, const char* key, const char* unit, const std::vector<Ranked>& list) {
    json.key(key).begin_array();
    for (const Ranked& node : list) {
        json.begin_object();
        add_path(json, node.path);
        json.member(unit, node.value).end_object();
    }
    json.end_array();
}

void add_subtrees(JsonWriter& json, const char* key, const std::vector<inspect::NamedSubtree>& subtrees) {
    json.key(key).begin_array();
    for (const inspect::NamedSubtree& subtree : subtrees)
        add_subtree(json, subtree);
    json.end_array();
}

void add_histograms(JsonWriter& json, const SnapshotStats& stats) {
    json.key("depths").begin_array();
    for (std::size_t depth = 0; depth < stats.depths.size(); ++depth)
        if (stats.depths[depth] > 0)
            json.begin_object()
                .member("depth", std::uint64_t{depth})
                .member("nodes", stats.depths[depth])
                .end_object();
    json.end_array().key("data_sizes").begin_array();
    for (std::size_t i = 0; i < stats.data_sizes.size(); ++i)
        if (stats.data_sizes[i] > 0)
            json.begin_object()
                .member("from_bytes", i == 0 ? std::uint64_t{0} : std::uint64_t{1} << (i - 1))
                .member("nodes", stats.data_sizes[i])
                .end_object();
    json.end_array();
}

void add_acls(JsonWriter& json, const SnapshotStats& stats) {
    json.member("open_nodes", stats.open_nodes).key("acls").begin_array();
    for (const inspect::AclUse& use : stats.acls) {
        json.begin_object().member("id", use.entry.id).member("nodes", use.nodes).key("acl").begin_array();
        for (const tree::Acl& acl : use.entry.list)
            json.begin_array().integer(acl.permissions).text(acl.scheme).text(acl.id).end_array();
        json.end_array().end_object();
    }
    json.end_array()
        .member("unknown_acl_nodes", stats.unknown_acl_nodes)
        .key("unknown_acl_ids")
        .begin_array();
    for (const std::uint64_t id : stats.unknown_acl_ids)
        json.unsigned_integer(id);
    json.end_array();
}

void add_sessions(JsonWriter& json, const SnapshotStats& stats) {
    json.key("sessions").begin_array();
    for (const inspect::SessionUse& use : stats.sessions) {
        json.begin_object()
            .member("id", hex(use.session.id))
            .member("timeout_ms", use.session.timeout_ms)
            .member("ephemerals", use.ephemerals)
            .key("authentications")
            .begin_array();
        for (const auto& authentication : use.session.authentications)
            json.begin_array().text(authentication.scheme).text(authentication.id).end_array();
        json.end_array().end_object();
    }
    json.end_array().member("orphans", stats.orphans).key("orphan_owners").begin_array();
    for (const inspect::OrphanOwner& orphan : stats.orphan_owners)
        json.begin_object()
            .member("owner", hex(orphan.owner))
            .member("ephemerals", orphan.ephemerals)
            .end_object();
    json.end_array();
}

void add_counters(JsonWriter& json, const inspect::SequenceCounters& counters) {
    constexpr int version = keeper::snapshot_version::wide_sequence;
    json.key("sequence_counters")
        .begin_object()
        .member("limit", inspect::SequenceCounters::limit)
        .member("near", counters.near)
        .member("beyond", counters.beyond)
        .member("first_release_beyond", keeper::text_of(keeper::first_reader(version)));
    if (const auto release = keeper::first_default_writer(version))
        json.member("first_release_beyond_by_default", keeper::text_of(*release));
    add_ranking(json, "highest", "seq_num", counters.highest);
    json.end_object();
}

} // namespace

std::string stats_json(const StatsAnswer& answer) {
    const SnapshotStats& stats = answer.stats;
    JsonWriter json;
    json.begin_object().member("format_version", 1).member("file", answer.file);
    if (!answer.only_counters) {
        add_header(json, answer);
        add_totals(json, stats);
        add_time(json, "oldest", stats.oldest);
        add_time(json, "newest", stats.newest);
        add_ranking(json, "most_children", "num_children", stats.most_children);
        add_subtrees(json, "heaviest_by_nodes", stats.by_nodes);
        add_subtrees(json, "heaviest_by_bytes", stats.by_bytes);
        add_subtrees(json, "heaviest_by_memory", stats.by_memory);
        add_ranking(json, "largest_data", "data_bytes", stats.largest_data);
        add_ranking(json, "longest_paths", "path_bytes", stats.longest_paths);
        add_ranking(json, "most_versions", "version", stats.most_versions);
        add_histograms(json, stats);
        add_acls(json, stats);
        add_sessions(json, stats);
    }
    add_counters(json, stats.counters);
    json.key("next_steps").begin_array();
    for (const std::string& step : stats_next_steps(answer))
        json.text(step);
    json.end_array().end_object();
    return std::string(json.view());
}
