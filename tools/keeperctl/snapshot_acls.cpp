#include "commands.h"
#include "snapshot_input.h"
#include "table.h"

#include "keeperfs/base/json_writer.h"
#include "keeperfs/base/text.h"

#include <fmt/format.h>

#include <map>

using namespace keeperfs;

namespace {

constexpr CommandText text{"acls", "The ACL lists, and how many nodes each protects",
                           R"(  keeperctl snapshot acls snapshot_1200000.bin.zstd
  keeperctl snapshot acls /var/lib/clickhouse/coordination --format json)"};

using Options = SnapshotQuestion;

/// By id: 0 is open to all; an id that no list bears has none.
struct Used {
    tree::AclList list;
    bool is_known = false;
    std::uint64_t nodes = 0;
};
using AclLists = std::map<std::uint64_t, Used>;

AclLists read_lists(keeper::SnapshotReader& reader) {
    AclLists lists;
    lists[0].is_known = true;
    for (keeper::SnapshotNode node; reader.next(node);)
        ++lists[node.acl_id].nodes;
    for (const keeper::AclMapEntry& entry : reader.acls()) {
        lists[entry.id].list = entry.list;
        lists[entry.id].is_known = true;
    }
    return lists;
}

std::string list_text(std::uint64_t id, const Used& used) {
    if (id == 0)
        return "open to all";
    if (!used.is_known)
        return "(not in the snapshot)";
    if (used.list.empty())
        return "(an empty list: open to all)";
    std::string out;
    for (const tree::Acl& acl : used.list)
        out += fmt::format("{}{}:{}:{}", out.empty() ? "" : " ", escaped(acl.scheme), escaped(acl.id),
                           tree::permission_text(acl.permissions));
    return out;
}

std::string to_text(const AclLists& lists) {
    std::vector<TableRow> rows;
    for (const auto& [id, used] : lists)
        rows.push_back({std::to_string(id), grouped(used.nodes), list_text(id, used)});
    return table({"id", "nodes", "ACL"}, rows, "rrl");
}

std::string to_json(const AclLists& lists) {
    JsonWriter json;
    json.begin_object().member("format_version", 1).key("acls").begin_array();
    for (const auto& [id, used] : lists) {
        json.begin_object().member("id", id).member("nodes", used.nodes).member("known", used.is_known);
        json.key("list").begin_array();
        for (const tree::Acl& acl : used.list)
            json.begin_object()
                .member("scheme", acl.scheme)
                .member("id", acl.id)
                .member("permissions", tree::permission_text(acl.permissions))
                .member("permission_bits", acl.permissions)
                .end_object();
        json.end_array().end_object();
    }
    json.end_array().end_object();
    return std::string(json.view());
}

int run(const Options& options) {
    SnapshotInput input(options.snapshot, options.console, Answer::at_the_end);
    const AclLists lists = input.read([](keeper::SnapshotReader& reader) { return read_lists(reader); });
    if (options.console.format == "json")
        console::print_json(to_json(lists));
    else if (!options.console.quiet)
        console::print(to_text(lists));
    return 0;
}

} // namespace

void add_snapshot_acls(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
