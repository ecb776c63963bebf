#include "commands.h"
#include "node_argument.h"
#include "table.h"

#include "keeperfs/base/text.h"
#include "keeperfs/inspect/node_json.h"

#include <fmt/format.h>

using namespace keeperfs;

namespace {

constexpr CommandText text{"ls", "The children of one node",
                           R"(  keeperctl snapshot ls snapshot_1200000.bin.zstd /clickhouse
  keeperctl snapshot ls /var/lib/clickhouse/coordination /clickhouse --long --sort children)"};

struct Options {
    SnapshotArgument snapshot;
    NodeArgument node;
    bool is_long = false;
    std::string sort = "name";
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        snapshot.add_to(app);
        node.add_to(app);
        app.add_flag("--long", is_long, "With kind, versions, children, bytes and time")
            ->group("What to show");
        app.add_option("--sort", sort, "Default name; by all others the greatest comes first")
            ->type_name("name|mtime|version|cversion|children|bytes")
            ->check(
                CLI::IsMember({"name", "mtime", "version", "cversion", "children", "bytes"}).description(""))
            ->group("What to show");
        console.add_to(app);
    }
};

struct Child {
    std::string name, json;
    keeper::SnapshotNode node; ///< without its bytes
    std::size_t data_bytes;
};

std::int64_t sort_key(const Child& child, std::string_view sort) {
    if (sort == "mtime")
        return child.node.stat.mtime;
    if (sort == "version")
        return child.node.stat.version;
    if (sort == "cversion")
        return child.node.stat.cversion;
    return sort == "children" ? child.node.num_children : static_cast<std::int64_t>(child.data_bytes);
}

void sort_children(std::vector<Child>& children, std::string_view sort) {
    std::ranges::sort(children, {}, &Child::name);
    if (sort != "name")
        std::ranges::stable_sort(
            children, [&](const Child& a, const Child& b) { return sort_key(a, sort) > sort_key(b, sort); });
}

struct Listing {
    bool found = false; ///< the node itself
    std::vector<Child> children;
};

Listing list_children(keeper::SnapshotReader& reader, const std::string& path, const Options& options) {
    const std::string prefix = path == "/" ? path : path + "/";
    Listing listing;
    inspect::NodeJson json(reader.acls());
    for (keeper::SnapshotNode node; reader.next(node);) {
        const std::string_view node_path = as_text(node.path);
        listing.found = listing.found || node_path == path;
        if (!node_path.starts_with(prefix) || node_path.size() == prefix.size() ||
            node_path.find('/', prefix.size()) != std::string_view::npos)
            continue;
        Child& child = listing.children.emplace_back();
        child.name = node_path.substr(prefix.size());
        child.node = node;
        child.data_bytes = node.data.size();
        child.node.path = child.node.data = {};
        if (options.console.format == "json")
            json.append(child.json, node, inspect::NodeData::without);
    }
    sort_children(listing.children, options.sort);
    return listing;
}

const char* kind_of(const keeper::SnapshotNode& node) {
    if (node.is_container())
        return "container";
    return node.is_ephemeral() ? "ephemeral" : node.ttl_ms ? "ttl" : "persistent";
}

std::string to_text(const std::vector<Child>& children, bool is_long) {
    if (!is_long) {
        std::string out;
        for (const Child& child : children)
            out += escaped(child.name) + "\n";
        return out;
    }
    std::vector<TableRow> rows;
    for (const Child& child : children)
        rows.push_back({kind_of(child.node), std::to_string(child.node.stat.version),
                        std::to_string(child.node.stat.cversion), std::to_string(child.node.num_children),
                        std::to_string(child.data_bytes), time_text(child.node.stat.mtime),
                        escaped(child.name)});
    return table({"kind", "version", "cversion", "children", "bytes", "mtime", "name"}, rows, "lrrrrll");
}

std::string to_json(const std::string& path, const std::vector<Child>& children) {
    std::string out = "{\"format_version\":1,\"path\":";
    inspect::append_json_text(out, path);
    out += ",\"children\":[";
    for (const Child& child : children)
        (out += &child == &children.front() ? "\n" : ",\n") += child.json;
    return out + "]}\n";
}

int run(const Options& options) {
    const std::string path = options.node.path();
    SnapshotInput input(options.snapshot, options.console, Answer::at_the_end);
    const Listing listing =
        input.read([&](keeper::SnapshotReader& reader) { return list_children(reader, path, options); });
    if (!listing.found)
        return no_such_node(input, path);
    if (options.console.format == "json")
        console::print(to_json(path, listing.children));
    else if (!options.console.quiet)
        console::print(to_text(listing.children, options.is_long));
    return 0;
}

} // namespace

void add_snapshot_ls(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
