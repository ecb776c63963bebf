#include "commands.h"
#include "filter_options.h"
#include "snapshot_input.h"

#include "keeperfs/inspect/node_csv.h"
#include "keeperfs/inspect/node_json.h"

using namespace keeperfs;

namespace {

constexpr CommandText text{"dump", "All nodes, or those that meet every condition, for scripts",
                           R"(  keeperctl snapshot dump snapshot_1200000.bin.zstd > nodes.jsonl
  keeperctl snapshot dump . --path '/clickhouse/tables/**' --min-size 100KiB --format csv
  keeperctl snapshot dump . --ephemeral --since 2026-11-24T14:05:00Z)"};

struct Options {
    SnapshotArgument snapshot;
    FilterOptions filter;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        snapshot.add_to(app);
        filter.add_to(app);
        console.add_to(app, {"jsonl", "json", "csv"});
    }
};

/// What stands around the nodes and between them.
struct Frame {
    std::string_view begin, separator, end_of_node, end;
};

Frame frame_of(const std::string& format) {
    if (format == "json")
        return {"{\"format_version\":1,\"nodes\":[\n", ",\n", "", "\n]}\n"};
    if (format == "csv")
        return {inspect::NodeCsv::header(), "", "", ""};
    return {"", "", "\n", ""};
}

template <class F>
void dump(keeper::SnapshotReader& reader, const inspect::NodeFilter& filter, const Frame& frame, F append) {
    console::LongAnswer out;
    out.text() = frame.begin;
    bool is_first = true;
    for (keeper::SnapshotNode node; reader.next(node);) {
        if (!filter.accepts(node))
            continue;
        if (!is_first)
            out.text() += frame.separator;
        is_first = false;
        append(out.text(), node);
        out.text() += frame.end_of_node;
        out.flush_when_large();
    }
    out.text() += frame.end;
    out.flush();
}

int run(const Options& options) {
    const inspect::NodeFilter filter = options.filter.filter();
    const Frame frame = frame_of(options.console.format);
    SnapshotInput input(options.snapshot, options.console, Answer::while_reading);
    input.read([&](keeper::SnapshotReader& reader) {
        inspect::NodeJson json(reader.acls());
        inspect::NodeCsv csv(reader.acls());
        if (options.console.format == "csv")
            dump(reader, filter, frame, [&](std::string& out, const auto& node) { csv.append(out, node); });
        else
            dump(reader, filter, frame, [&](std::string& out, const auto& node) {
                json.append(out, node, inspect::NodeData::with);
            });
    });
    return 0;
}

} // namespace

void add_snapshot_dump(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
