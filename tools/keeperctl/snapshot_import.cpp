#include "commands.h"
#include "rewrite_options.h"

using namespace keeperfs;
using convert::ConflictPolicy;

namespace {

constexpr CommandText text{
    "import", "Write a snapshot with a subtree of another one in it",
    R"(  keeperctl snapshot import snapshot_12.bin.zstd --from seven.bin.zstd --path /clickhouse/tables/7 \
      --output new.bin.zstd
  keeperctl snapshot import snapshot_12.bin.zstd --from old.bin.zstd --path /jobs --to /restored-jobs \
      --output-dir /tmp/new)"};

struct Options {
    RewriteOptions common;
    SnapshotArgument from;
    convert::GraftEdit subtree;
    std::string on_conflict = "refuse";

    void add_to(CLI::App& app) {
        constexpr const char* group = "What to import";
        common.add_to(app);
        app.add_option("--from", from.place, "The snapshot that has it, or a directory")
            ->type_name("FILE")
            ->required()
            ->group(group);
        app.add_option("--path", subtree.from, "Its top there")->type_name("PATH")->required()->group(group);
        app.add_option("--to", subtree.to, "Its path in the result; default: the same")
            ->type_name("PATH")
            ->group(group);
        app.add_option("--on-conflict", on_conflict, "Where nodes are there already; default refuse")
            ->type_name("refuse|keep|replace")
            ->check(CLI::IsMember({"refuse", "keep", "replace"}).description(""))
            ->group("What is refused unless allowed");
    }
};

int run(const Options& options) {
    convert::SnapshotRewriteOptions rewrite = options.common.rewrite();
    convert::GraftEdit& graft = rewrite.edits.graft.emplace(options.subtree);
    graft.file = options.from.file();
    if (graft.to.empty())
        graft.to = graft.from;
    graft.on_conflict = options.on_conflict == "keep"      ? ConflictPolicy::keep
                        : options.on_conflict == "replace" ? ConflictPolicy::replace
                                                           : ConflictPolicy::refuse;
    return run_rewrite(rewrite, options.common.console);
}

} // namespace

void add_snapshot_import(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
