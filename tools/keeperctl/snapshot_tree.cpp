#include "commands.h"
#include "node_argument.h"

#include "keeperfs/base/text.h"
#include "keeperfs/inspect/node_json.h"
#include "keeperfs/inspect/path_order.h"

#include <fmt/format.h>

#include <unordered_map>

using namespace keeperfs;

namespace {

constexpr CommandText text{"tree", "A node and what is below it",
                           R"(  keeperctl snapshot tree snapshot_1200000.bin.zstd
  keeperctl snapshot tree /var/lib/clickhouse/coordination /clickhouse --depth 5)"};

struct Options {
    SnapshotArgument snapshot;
    NodeArgument node{"/"};
    std::uint32_t depth = 3;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        snapshot.add_to(app);
        node.add_optional_to(app);
        app.add_option("--depth", depth, "Levels below the node; default 3; deeper nodes are counted")
            ->type_name("N")
            ->check(CLI::Range(0, 1'000'000).description(""))
            ->group("What to show");
        console.add_to(app);
    }
};

struct Shown {
    std::string path, json;
    std::size_t data_bytes;
    bool is_ephemeral;
};

/// Levels from `top` down to `path`, which is below it.
std::size_t depth_below(std::string_view top, std::string_view path) {
    const std::string_view below = path.substr(top == "/" ? 0 : top.size());
    return path == top ? 0 : static_cast<std::size_t>(std::ranges::count(below, '/'));
}

bool is_in(std::string_view top, std::string_view path) {
    return path == top || top == "/" || (path.starts_with(top) && path[top.size()] == '/');
}

/// The ancestor that is `depth` levels below `top`.
std::string_view ancestor_at(std::string_view top, std::string_view path, std::size_t depth) {
    std::size_t end = top == "/" ? 0 : top.size();
    for (std::size_t level = 0; level < depth; ++level)
        end = path.find('/', end + 1);
    return end == 0 ? top : path.substr(0, end);
}

class Tree {
public:
    Tree(std::string top, const Options& options) : top_(std::move(top)), options_(options) {}

    void read(keeper::SnapshotReader& reader) {
        inspect::NodeJson json(reader.acls());
        for (keeper::SnapshotNode node; reader.next(node);) {
            const std::string_view path = as_text(node.path);
            if (!is_in(top_, path))
                continue;
            found_ = found_ || path == top_;
            if (depth_below(top_, path) > options_.depth)
                ++deeper_[std::string(ancestor_at(top_, path, options_.depth))];
            else
                add(node, json);
        }
        std::ranges::sort(shown_, inspect::comes_before, &Shown::path);
    }
    bool found() const noexcept { return found_; }

    std::string to_text() const {
        std::string out;
        for (const Shown& node : shown_) {
            const std::size_t depth = depth_below(top_, node.path);
            const std::string name = depth == 0 ? node.path : node.path.substr(node.path.rfind('/') + 1);
            out += fmt::format("{:{}}{}", "", depth * 2, escaped(name));
            if (node.data_bytes > 0)
                out += fmt::format("  {}", size_text(node.data_bytes));
            if (node.is_ephemeral)
                out += "  ephemeral";
            if (const std::uint64_t deeper = deeper_below(node.path); deeper > 0)
                out += fmt::format("  + {} below", grouped(deeper));
            out += '\n';
        }
        return out;
    }
    std::string to_json() const {
        std::string out = "{\"format_version\":1,\"path\":";
        inspect::append_json_text(out, top_);
        out += ",\"nodes\":[";
        for (const Shown& node : shown_)
            out += fmt::format("{}{{{},\"deeper_nodes\":{}}}", &node == &shown_.front() ? "\n" : ",\n",
                               node.json, deeper_below(node.path));
        return out + "]}\n";
    }

private:
    std::string top_;
    const Options& options_;
    bool found_ = false;
    std::vector<Shown> shown_;
    std::unordered_map<std::string, std::uint64_t> deeper_; ///< below nodes of the last level

    void add(const keeper::SnapshotNode& node, inspect::NodeJson& json) {
        Shown& shown = shown_.emplace_back(
            Shown{std::string(as_text(node.path)), "", node.data.size(), node.is_ephemeral()});
        if (options_.console.format == "json")
            json.append_members(shown.json, node, inspect::NodeData::without);
    }
    std::uint64_t deeper_below(const std::string& path) const {
        const auto found = deeper_.find(path);
        return found == deeper_.end() ? 0 : found->second;
    }
};

int run(const Options& options) {
    const std::string path = options.node.path();
    SnapshotInput input(options.snapshot, options.console, Answer::at_the_end);
    Tree tree(path, options);
    input.read([&](keeper::SnapshotReader& reader) { tree.read(reader); });
    if (!tree.found())
        return no_such_node(input, path);
    if (options.console.format == "json")
        console::print(tree.to_json());
    else if (!options.console.quiet)
        console::print(tree.to_text());
    return 0;
}

} // namespace

void add_snapshot_tree(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
