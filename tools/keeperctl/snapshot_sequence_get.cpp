#include "commands.h"
#include "node_argument.h"

#include "keeperfs/base/text.h"

#include <fmt/format.h>

using namespace keeperfs;

namespace {

constexpr CommandText text{
    "get", "The number that the next sequential child of a node gets",
    R"(  keeperctl snapshot sequence get snapshot_1200000.bin.zstd /clickhouse/task_queue/ddl
  keeperctl snapshot sequence get /var/lib/clickhouse/coordination /locks --format json)"};

struct Options {
    SnapshotArgument snapshot;
    NodeArgument node;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        snapshot.add_to(app);
        node.add_to(app);
        console.add_to(app);
    }
};

std::string answer(const Options& options, const keeper::SnapshotNode& node) {
    if (options.console.format == "json")
        return fmt::format("{{\"format_version\":1,\"seq_num\":{}}}\n", node.seq_num);
    return options.console.quiet ? "" : fmt::format("{}\n", node.seq_num);
}

int run(const Options& options) {
    const std::string path = options.node.path();
    SnapshotInput input(options.snapshot, options.console, Answer::at_the_end);
    std::string out;
    const bool found =
        at_node(input, path, [&](const auto&, const auto& node) { out = answer(options, node); });
    if (!found)
        return no_such_node(input, path);
    console::print(out);
    return 0;
}

} // namespace

void add_snapshot_sequence_get(CLI::App& group, Chosen& chosen) {
    add_command<Options>(group, chosen, text, run);
}
