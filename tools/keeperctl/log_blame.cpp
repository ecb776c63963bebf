#include "commands.h"
#include "log_input.h"
#include "log_print.h"

#include "keeperfs/base/json_writer.h"
#include "keeperfs/base/text.h"
#include "keeperfs/inspect/log_filter.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <deque>

using namespace keeperfs;

namespace {

constexpr CommandText text{
    "blame", "The last writers of one node, the latest first",
    R"(  keeperctl log blame /clickhouse/tables/t1/metadata /var/lib/clickhouse/coordination/log
  keeperctl log blame /a/b LOGS --count 3 --format json)"};

struct Options {
    std::string path;
    LogArgument logs;
    std::size_t count = 10;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        app.add_option("PATH", path, "The node")->type_name("")->required();
        logs.add_to(app);
        app.add_option("--count", count, "At most so many writes; default 10")
            ->type_name("N")
            ->check(CLI::PositiveNumber.description(""))
            ->group("What to print");
        console.add_to(app);
    }
};

/// What a record does not own any more once the next one is read.
struct Write {
    std::uint64_t index, term;
    std::int64_t session, zxid;
    std::optional<std::int64_t> time_ms;
    std::string op, described;
};

std::deque<Write> last_writes(const Options& options, bool& is_damaged) {
    std::deque<Write> writes;
    const auto look = [&](const inspect::LogEntry& entry) {
        while (!writes.empty() && writes.front().index >= entry.record.index)
            writes.pop_front(); // overwritten
        if (!entry.is_request())
            return true;
        const keeper::Request& request = entry.request;
        inspect::for_each_operation(request, [&](const keeper::RequestOperation& operation, const auto&) {
            if (!inspect::writes_to(operation, options.path))
                return;
            writes.push_front({entry.record.index, entry.record.term, request.session_id, request.zxid,
                               request.time_ms, keeper::name_of(operation.op), operation_text(operation)});
            if (writes.size() > options.count)
                writes.pop_back();
        });
        return true;
    };
    read_logs(
        options.logs.files(), options.console.shows_progress(), [](const LogFile&) {}, look,
        [&](const LogFile& file, const keeper::ChangelogReader& reader) {
            is_damaged = tell_damage(file, reader) || is_damaged;
        });
    return writes;
}

std::string to_json(const Options& options, const std::deque<Write>& writes) {
    JsonWriter json;
    json.begin_object().member("format_version", 1).member("path", options.path).key("writes").begin_array();
    for (const Write& write : writes) {
        json.begin_object()
            .member("index", write.index)
            .member("term", write.term)
            .member("session", hex(write.session))
            .member("zxid", hex(write.zxid));
        if (write.time_ms)
            json.member("time", time_text(*write.time_ms));
        json.member("op", write.op).end_object();
    }
    json.end_array().end_object();
    return std::string(json.view()) + "\n";
}

int run(const Options& options) {
    if (!options.path.starts_with('/'))
        throw Error(ErrorKind::usage, fmt::format("{} is no path of a node", escaped(options.path)))
            .hint("A path begins with a slash.");
    bool is_damaged = false;
    const std::deque<Write> writes = last_writes(options, is_damaged);
    if (options.console.format == "json") {
        console::print(to_json(options, writes));
    } else {
        std::string out;
        for (const Write& write : writes)
            out += fmt::format("{}  {}  session {}  zxid {}  {}\n", write.index,
                               write.time_ms ? time_text(*write.time_ms) : "-", hex(write.session),
                               hex(write.zxid), write.described);
        console::print(out.empty() ? "No request in these logs writes to it.\n" : out);
    }
    return is_damaged ? 3 : 0;
}

} // namespace

void add_log_blame(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
