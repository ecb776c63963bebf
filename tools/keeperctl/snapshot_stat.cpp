#include "commands.h"
#include "node_argument.h"
#include "text_report.h"

#include "keeperfs/base/text.h"
#include "keeperfs/inspect/node_json.h"

using namespace keeperfs;

namespace {

constexpr CommandText text{"stat", "What is stored with one node: zxids, times, versions, ACL",
                           R"(  keeperctl snapshot stat snapshot_1200000.bin.zstd /clickhouse
  keeperctl snapshot stat /var/lib/clickhouse/coordination /clickhouse --format json)"};

using Options = NodeQuestion;

std::string kind_text(const keeper::SnapshotNode& node) {
    if (node.is_container())
        return "container";
    if (node.is_ephemeral())
        return "ephemeral, of session " + hex(node.stat.ephemeral_owner);
    return node.ttl_ms ? fmt::format("persistent, with a TTL of {} ms", *node.ttl_ms) : "persistent";
}

void add_acl(TextReport& out, const keeper::SnapshotReader& reader, std::uint64_t id) {
    if (id == 0)
        return out.line("ACL", "open to all");
    const auto found = std::ranges::find(reader.acls(), id, &keeper::AclMapEntry::id);
    if (found == reader.acls().end())
        return out.line("ACL", "of id {}, which the snapshot lacks", id);
    if (found->list.empty())
        return out.line("ACL", "an empty list: open to all");
    for (const tree::Acl& acl : found->list)
        out.line("ACL", "{}:{}:{}", escaped(acl.scheme), escaped(acl.id),
                 tree::permission_text(acl.permissions));
}

std::string to_text(const keeper::SnapshotReader& reader, const keeper::SnapshotNode& node, bool colored) {
    const tree::Stat& stat = node.stat;
    TextReport out(colored);
    out.heading(escaped(as_text(node.path)));
    out.line("kind", "{}", kind_text(node));
    out.line("data", "{}, version {}", counted(node.data.size(), "byte", "bytes"), stat.version);
    out.line("children", "{}, cversion {}", grouped(static_cast<std::uint32_t>(node.num_children)),
             stat.cversion);
    out.line("next sequential", "{}", node.seq_num);
    out.line("created", "{} by {}", time_text(stat.ctime), hex(stat.czxid));
    out.line("changed", "{} by {}", time_text(stat.mtime), hex(stat.mzxid));
    out.line("children changed", "by {}", hex(stat.pzxid));
    out.line("ACL version", "{}", stat.aversion);
    add_acl(out, reader, node.acl_id);
    return out.text();
}

std::string answer(const Options& options, const keeper::SnapshotReader& reader,
                   const keeper::SnapshotNode& node) {
    if (options.console.format == "json") {
        std::string out = "{\"format_version\":1,";
        inspect::NodeJson(reader.acls()).append_members(out, node, inspect::NodeData::without);
        return out + "}\n";
    }
    return options.console.quiet ? "" : to_text(reader, node, options.console.colored());
}

int run(const Options& options) {
    return print_of_node(options,
                         [&](const auto& reader, const auto& node) { return answer(options, reader, node); });
}

} // namespace

void add_snapshot_stat(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
