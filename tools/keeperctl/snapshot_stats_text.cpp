#include "snapshot_stats_report.h"
#include "subtree_report.h"
#include "text_report.h"

#include "keeperfs/base/text.h"
#include "keeperfs/keeper/releases.h"

#include <algorithm>

using namespace keeperfs;
using console::Style;
using inspect::Ranked;
using inspect::SnapshotStats;

namespace {

std::string count_text(std::int64_t value) {
    return value < 0 ? fmt::format("{}", value) : grouped(static_cast<std::uint64_t>(value));
}
std::string bytes_text(std::int64_t value) { return size_text(static_cast<std::uint64_t>(value)); }

void add_header(TextReport& out, const StatsAnswer& answer) {
    const keeper::SnapshotHeader& header = answer.stats.header;
    out.heading("Snapshot");
    out.line("file", "{}", escaped(answer.file));
    out.line("size", "{} ({} decoded)", size_text(answer.file_bytes), size_text(answer.stats.decoded_bytes));
    out.line("format", "version {}; read by Keeper {} and later", header.version,
             keeper::text_of(keeper::first_reader(header.version)));
    out.line("log index", "{} (term {})", header.last_log_index, header.last_log_term);
    out.line("zxid", "{}", hex(header.zxid));
    out.line("next session", "{}", hex(header.session_id_counter));
    out.line("digest", "{}",
             header.digest_version == 0 ? "not stored"
                                        : fmt::format("{} (version {}), not compared with the nodes here",
                                                      hex(header.digest), header.digest_version));
}

void add_totals(TextReport& out, const SnapshotStats& stats) {
    out.heading("Nodes");
    out.line("nodes", "{} ({} ephemeral, {} with a TTL, {})", grouped(stats.nodes), grouped(stats.ephemerals),
             grouped(stats.ttl_nodes), counted(stats.containers, "container", "containers"));
    if (stats.shortest_ttl_ms && stats.longest_ttl_ms)
        out.line("TTLs", "{} to {} ms", count_text(*stats.shortest_ttl_ms),
                 count_text(*stats.longest_ttl_ms));
    if (stats.lost_nodes > 0)
        out.line("without parent", "{}", out.styled(grouped(stats.lost_nodes), Style::red));
    out.line("data", "{} in {}, {} on average, {} at most", size_text(stats.data_bytes),
             counted(stats.nodes_with_data, "node", "nodes"),
             size_text(stats.nodes_with_data == 0 ? 0 : stats.data_bytes / stats.nodes_with_data),
             bytes_text(stats.largest_data.empty() ? 0 : stats.largest_data[0].value));
    out.line("paths", "{}", size_text(stats.path_bytes));
    out.line("children", "{} at most",
             count_text(stats.most_children.empty() ? 0 : stats.most_children[0].value));
    out.line("memory", "{} as predicted for {}", size_text(stats.whole.memory_bytes()), memory_model);
    if (stats.oldest && stats.newest) {
        out.line("oldest", "{} {}", time_text(stats.oldest->value), escaped(stats.oldest->path));
        out.line("newest", "{} {}", time_text(stats.newest->value), escaped(stats.newest->path));
    }
}

void add_ranking(TextReport& out, const char* heading, const char* unit, const std::vector<Ranked>& list,
                 std::string (*value_text)(std::int64_t)) {
    if (list.empty())
        return;
    out.heading(heading);
    std::vector<TableRow> rows;
    for (const Ranked& node : list)
        rows.push_back({value_text(node.value), escaped(node.path)});
    out.rows({unit, "path"}, rows, "rl");
}

void add_subtrees(TextReport& out, const char* heading, const std::vector<inspect::NamedSubtree>& subtrees) {
    if (subtrees.empty())
        return;
    out.heading(heading);
    add_subtree_table(out, subtrees);
}

void add_depths(TextReport& out, const SnapshotStats& stats) {
    out.heading("Depth");
    std::vector<TableRow> rows;
    for (std::size_t depth = 0; depth < stats.depths.size(); ++depth)
        if (stats.depths[depth] > 0)
            rows.push_back({grouped(stats.depths[depth]),
                            fmt::format("{}{}", depth, depth + 1 == stats.depths.size() ? " and more" : "")});
    out.rows({"nodes", "levels below the root"}, rows, "rl");
}

void add_data_sizes(TextReport& out, const SnapshotStats& stats) {
    out.heading("Size of data");
    std::vector<TableRow> rows;
    for (std::size_t i = 0; i < stats.data_sizes.size(); ++i)
        if (stats.data_sizes[i] > 0)
            rows.push_back({grouped(stats.data_sizes[i]),
                            i == 0 ? "none" : "from " + size_text(std::uint64_t{1} << (i - 1))});
    out.rows({"nodes", "size"}, rows, "rl");
}

std::string acl_text(const tree::AclList& list) {
    if (list.empty())
        return "no entries: open to all";
    std::string text;
    for (const tree::Acl& acl : list)
        text += fmt::format("{}{}:{}:{}", text.empty() ? "" : ", ", escaped(acl.scheme), escaped(acl.id),
                            tree::permission_text(acl.permissions));
    return text;
}

void add_acls(TextReport& out, const StatsAnswer& answer) {
    const SnapshotStats& stats = answer.stats;
    out.heading("ACL lists");
    std::vector<TableRow> rows;
    rows.push_back({grouped(stats.open_nodes), "-", "open to all"});
    std::vector<inspect::AclUse> uses = stats.acls;
    std::ranges::stable_sort(uses, std::ranges::greater{}, &inspect::AclUse::nodes);
    for (std::size_t i = 0; i < std::min(uses.size(), answer.top); ++i)
        rows.push_back(
            {grouped(uses[i].nodes), fmt::format("{}", uses[i].entry.id), acl_text(uses[i].entry.list)});
    out.rows({"nodes", "id", "list"}, rows, "rrl");
    const auto unused = std::ranges::count(uses, std::uint64_t{0}, &inspect::AclUse::nodes);
    out.line("lists", "{}, {} of no node", grouped(uses.size()), count_text(unused));
    if (stats.unknown_acl_nodes > 0)
        out.line("missing", "{}",
                 out.styled(counted(stats.unknown_acl_nodes, "node has an id that is not in the list",
                                    "nodes have ids that are not in the list"),
                            Style::red));
}

void add_sessions(TextReport& out, const StatsAnswer& answer) {
    const SnapshotStats& stats = answer.stats;
    out.heading("Sessions");
    std::vector<TableRow> rows;
    for (std::size_t i = 0; i < std::min(stats.sessions.size(), answer.top); ++i) {
        const inspect::SessionUse& use = stats.sessions[i];
        rows.push_back(
            {grouped(use.ephemerals), fmt::format("{} ms", use.session.timeout_ms), hex(use.session.id)});
    }
    for (const inspect::OrphanOwner& orphan : stats.orphan_owners)
        rows.push_back({grouped(orphan.ephemerals), "-",
                        hex(orphan.owner) + out.styled(" is no session: orphans", Style::red)});
    out.rows({"ephemerals", "timeout", "session"}, rows, "rrl");
    out.line("sessions", "{}", grouped(stats.sessions.size()));
    out.line("orphans", "{}", grouped(stats.orphans));
}

void add_counters(TextReport& out, const inspect::SequenceCounters& counters) {
    out.heading("Sequence counters");
    std::vector<TableRow> rows;
    for (const Ranked& node : counters.highest)
        rows.push_back({count_text(node.value),
                        fmt::format("{:.1f} %", 100.0 * static_cast<double>(node.value) / 0x1p31),
                        escaped(node.path)});
    out.rows({"counter", "of 2^31", "path"}, rows, "rrl");
    const auto shown = [&](std::uint64_t count, Style style) {
        return out.styled(grouped(count), count > 0 ? style : Style::plain);
    };
    out.line("half and more", "{}", shown(counters.near, Style::yellow));
    out.line("beyond 2^31", "{}", shown(counters.beyond, Style::red));
}

} // namespace

std::string stats_text(const StatsAnswer& answer, bool colored) {
    const SnapshotStats& stats = answer.stats;
    TextReport out(colored);
    if (!answer.only_counters) {
        add_header(out, answer);
        add_totals(out, stats);
        add_ranking(out, "Most children", "children", stats.most_children, count_text);
        add_subtrees(out, "Heaviest subtrees by nodes", stats.by_nodes);
        add_subtrees(out, "Heaviest subtrees by bytes", stats.by_bytes);
        add_subtrees(out, "Heaviest subtrees by predicted memory", stats.by_memory);
        add_ranking(out, "Largest data", "size", stats.largest_data, bytes_text);
        add_ranking(out, "Longest paths", "length", stats.longest_paths, bytes_text);
        add_ranking(out, "Most often written", "version", stats.most_versions, count_text);
        add_depths(out, stats);
        add_data_sizes(out, stats);
        add_acls(out, answer);
        add_sessions(out, answer);
    }
    add_counters(out, stats.counters);
    const std::vector<std::string> steps = stats_next_steps(answer);
    if (!steps.empty())
        out.heading("Next steps");
    for (const std::string& step : steps)
        out.paragraph(step);
    return out.text();
}
