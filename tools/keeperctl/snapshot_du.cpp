#include "commands.h"
#include "node_argument.h"
#include "snapshot_input.h"
#include "subtree_report.h"
#include "text_report.h"

#include "keeperfs/base/text.h"

#include <CLI/CLI.hpp>

using namespace keeperfs;
using inspect::NamedSubtree;
using inspect::SizeBy;
using inspect::SubtreeSizes;
using tree::NodeId;

namespace {

constexpr CommandText text{"du", "What takes the space below a node",
                           R"(  keeperctl snapshot du snapshot_1200000.bin.zstd
  keeperctl snapshot du /var/lib/clickhouse/coordination /clickhouse/tables --depth 2 --by memory)"};

constexpr std::array measures{"nodes", "bytes", "children", "memory"}; // in the order of SizeBy

struct Options {
    SnapshotArgument snapshot;
    NodeArgument node{"/"};
    std::string by = measures[0];
    std::uint32_t depth = 1;
    std::size_t top = 20;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        snapshot.add_to(app);
        node.add_optional_to(app);
        app.add_option("--depth", depth, "Levels below the node; default 1")
            ->type_name("N")
            ->check(CLI::Range(1U, UINT32_MAX).description(""))
            ->group("What to show");
        app.add_option("--top", top, "Show this many, the greatest; default 20")
            ->type_name("N")
            ->check(CLI::Range(1, 1'000'000).description(""))
            ->group("What to show");
        app.add_option("--by", by, "What the greatest means; bytes: of data and paths; default nodes")
            ->type_name(fmt::format("{}", fmt::join(measures, "|")))
            ->check(CLI::IsMember(std::vector<std::string>(measures.begin(), measures.end())).description(""))
            ->group("What to show");
        console.add_to(app);
    }
    SizeBy measure() const { return static_cast<SizeBy>(std::ranges::find(measures, by) - measures.begin()); }
};

struct Answered {
    std::string file;
    NamedSubtree whole;
    std::vector<NamedSubtree> below;
};

SubtreeSizes read_sizes(keeper::SnapshotReader& reader) {
    SubtreeSizes sizes;
    for (keeper::SnapshotNode node; reader.next(node);)
        sizes.add(node);
    sizes.sum_up();
    return sizes;
}

/// nullopt when there is no such node.
std::optional<Answered> answer(SnapshotInput& input, const Options& options, const std::string& path) {
    const SubtreeSizes sizes = input.read(read_sizes);
    const NodeId top = sizes.find(as_bytes(path));
    if (top == tree::no_node)
        return std::nullopt;
    const std::vector<NodeId> ids = sizes.greatest_below(top, options.depth, options.measure(), options.top);
    const inspect::NodeNames names =
        input.read([&](keeper::SnapshotReader& reader) { return read_names(reader, sizes, ids); });
    Answered answered{input.name(), {path, sizes.at(top)}, {}};
    for (const NodeId id : ids)
        answered.below.push_back({names.at(id), sizes.at(id)});
    return answered;
}

std::string to_text(const Answered& answered, bool colored) {
    TextReport out(colored);
    std::vector<NamedSubtree> rows{answered.whole};
    rows.insert(rows.end(), answered.below.begin(), answered.below.end());
    add_subtree_table(out, rows);
    out.paragraph(fmt::format("Each with everything below it. Memory as predicted for {}.", memory_model));
    return out.text();
}

std::string to_json(const Answered& answered, const Options& options) {
    JsonWriter json;
    json.begin_object()
        .member("format_version", 1)
        .member("file", answered.file)
        .member("by", options.by)
        .member("depth", options.depth)
        .member("memory_model", memory_model);
    add_subtree(json.key("whole"), answered.whole);
    json.key("below").begin_array();
    for (const NamedSubtree& subtree : answered.below)
        add_subtree(json, subtree);
    json.end_array().end_object();
    return std::string(json.view());
}

int run(const Options& options) {
    SnapshotInput input(options.snapshot, options.console, Answer::at_the_end, Passes::many);
    const std::string path = options.node.path();
    const std::optional<Answered> answered = answer(input, options, path);
    if (!answered)
        return no_such_node(input, path);
    if (options.console.format == "json")
        console::print_json(to_json(*answered, options));
    else if (!options.console.quiet)
        console::print(to_text(*answered, options.console.colored()));
    return 0;
}

} // namespace

void add_snapshot_du(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
