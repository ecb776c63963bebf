#include "commands.h"
#include "rewrite_options.h"

namespace {

constexpr CommandText text{
    "set", "Write a snapshot in which a node hands out another number to its next sequential child",
    R"(  keeperctl snapshot sequence set snapshot_12.bin.zstd /queue 1000 --output-dir /tmp/new)"};

struct Options {
    RewriteOptions common;
    keeperfs::convert::SequenceEdit counter;

    void add_to(CLI::App& app) {
        common.add_to(app);
        app.add_option("PATH", counter.path, "The node whose counter is set")->type_name("")->required();
        app.add_option("N", counter.next, "What its next sequential child gets")->type_name("")->required();
        app.add_flag("--allow-reuse", counter.allow_reuse,
                     "Also when a child has that number or a greater one")
            ->group("What is refused unless allowed");
    }
};

int run(const Options& options) {
    keeperfs::convert::SnapshotRewriteOptions rewrite = options.common.rewrite();
    rewrite.edits.sequences.push_back(options.counter);
    return run_rewrite(rewrite, options.common.console);
}

} // namespace

void add_snapshot_sequence_set(CLI::App& group, Chosen& chosen) {
    add_command<Options>(group, chosen, text, run);
}
