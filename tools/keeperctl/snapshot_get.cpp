#include "commands.h"
#include "node_argument.h"

#include "keeperfs/base/text.h"
#include "keeperfs/inspect/node_json.h"

using namespace keeperfs;

namespace {

constexpr CommandText text{"get", "The data of one node, byte for byte",
                           R"(  keeperctl snapshot get snapshot_1200000.bin.zstd /clickhouse/tables/t/metadata
  keeperctl snapshot get /var/lib/clickhouse/coordination /app/config --format json)"};

struct Options : NodeQuestion {
    void add_to(CLI::App& app) { NodeQuestion::add_to(app, {"raw", "json"}); }
};

std::string answer(const Options& options, const keeper::SnapshotReader& reader,
                   const keeper::SnapshotNode& node) {
    if (options.console.format == "raw")
        return console::stdout_is_terminal() ? escaped(as_text(node.data)) + "\n"
                                             : std::string(as_text(node.data));
    std::string out = "{\"format_version\":1,";
    inspect::NodeJson(reader.acls()).append_members(out, node, inspect::NodeData::with);
    return out + "}\n";
}

int run(const Options& options) {
    return print_of_node(options,
                         [&](const auto& reader, const auto& node) { return answer(options, reader, node); });
}

} // namespace

void add_snapshot_get(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
