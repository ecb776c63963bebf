#include "commands.h"
#include "node_argument.h"
#include "rewrite_options.h"

namespace {

constexpr CommandText text{
    "export", "Write a snapshot with one subtree, for an import into another",
    R"(  keeperctl snapshot export snapshot_12.bin.zstd /clickhouse/tables/7 --output seven.bin.zstd)"};

struct Options {
    RewriteOptions common;
    NodeArgument node;

    void add_to(CLI::App& app) {
        common.add_to(app);
        node.add_to(app);
    }
};

int run(const Options& options) {
    keeperfs::convert::SnapshotRewriteOptions rewrite = options.common.rewrite();
    rewrite.edits.keep_paths.push_back(options.node.path());
    return run_rewrite(rewrite, options.common.console);
}

} // namespace

void add_snapshot_export(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
