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

using Options = NodeQuestion;

std::string answer(const Options& options, const keeper::SnapshotNode& node) {
    if (options.console.format == "json")
        return fmt::format("{{\"format_version\":1,\"seq_num\":{}}}\n", node.seq_num);
    return options.console.quiet ? "" : fmt::format("{}\n", node.seq_num);
}

int run(const Options& options) {
    return print_of_node(options, [&](const auto&, const auto& node) { return answer(options, node); });
}

} // namespace

void add_snapshot_sequence_get(CLI::App& group, Chosen& chosen) {
    add_command<Options>(group, chosen, text, run);
}
