#include "commands.h"
#include "snapshot_input.h"
#include "snapshot_stats_report.h"

#include "keeperfs/base/text.h"
#include "keeperfs/keeper/releases.h"
#include "keeperfs/keeper/snapshot_format.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

using namespace keeperfs;

namespace {

constexpr CommandText text{"stats", "What a snapshot is made of, and which nodes stand out",
                           R"(  keeperctl snapshot stats snapshot_1200000.bin.zstd
  keeperctl snapshot stats /var/lib/clickhouse/coordination --seq --top 20
  keeperctl snapshot stats snapshot_1200000.bin.zstd --format json)"};

struct Options {
    SnapshotArgument snapshot;
    std::size_t top = 10;
    bool only_counters = false;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        snapshot.add_to(app);
        app.add_option("--top", top, "Length of the lists; default 10")
            ->type_name("N")
            ->check(CLI::Range(1, 1'000'000).description(""))
            ->group("What to show");
        app.add_flag("--seq", only_counters, "Show the sequence counters only")->group("What to show");
        console.add_to(app);
    }
};

StatsAnswer answer(SnapshotInput& input, const Options& options) {
    inspect::StatsCollector collector(options.top);
    input.read([&](keeper::SnapshotReader& reader) { collector.read(reader); });
    const std::uint64_t file_bytes = input.bytes_read();
    if (!options.only_counters)
        input.read([&](keeper::SnapshotReader& reader) { collector.read_names(reader); });
    return {input.name(), file_bytes, collector.take(), options.top, options.only_counters};
}

std::string counters_step(const inspect::SequenceCounters& counters) {
    constexpr int version = keeper::snapshot_version::wide_sequence;
    const auto by_default = keeper::first_default_writer(version);
    return fmt::format(
        "{} at half of 2^31 or beyond. A counter over {} does not fit snapshot version {}: releases before "
        "{} "
        "cannot write it at all, and later ones{} only with coordination_settings.write_snapshot_version {} "
        "or "
        "more; without that a server goes on but takes no more snapshots, and its log grows. Set it (once "
        "the "
        "whole cluster reads version {}), or remove the node and let it be created anew, before the counter "
        "gets there.",
        counted(counters.near + counters.beyond, "sequence counter stands", "sequence counters stand"),
        grouped(static_cast<std::uint64_t>(inspect::SequenceCounters::limit)), version - 1,
        keeper::text_of(keeper::first_reader(version)),
        by_default ? fmt::format(" before {}", keeper::text_of(*by_default)) : "", version, version);
}

int run(const Options& options) {
    SnapshotInput input(options.snapshot, options.console, Answer::at_the_end, Passes::many);
    const StatsAnswer answered = answer(input, options);
    if (options.console.format == "json")
        console::print_json(stats_json(answered));
    else if (!options.console.quiet)
        console::print(stats_text(answered, options.console.colored()));
    return 0;
}

} // namespace

std::vector<std::string> stats_next_steps(const StatsAnswer& answer) {
    const inspect::SnapshotStats& stats = answer.stats;
    std::vector<std::string> steps;
    if (stats.counters.near + stats.counters.beyond > 0)
        steps.push_back(counters_step(stats.counters));
    if (answer.only_counters)
        return steps;
    if (stats.orphans > 0)
        steps.push_back(
            counted(stats.orphans, "ephemeral belongs", "ephemerals belong") +
            " to a session that is not there: no server ever removes such a node. Delete them with "
            "a client, or leave them out with keeperctl snapshot rewrite --drop-path.");
    if (stats.lost_nodes > 0)
        steps.push_back(counted(stats.lost_nodes, "node has no parent", "nodes have no parent") +
                        ": a server may not start on this. keeperctl snapshot verify names what is wrong.");
    if (stats.unknown_acl_nodes > 0)
        steps.push_back(
            counted(stats.unknown_acl_nodes, "node names an ACL list", "nodes name ACL lists") +
            " that the snapshot lacks: a server fails at the first use. keeperctl snapshot verify "
            "names what is wrong.");
    return steps;
}

void add_snapshot_stats(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
