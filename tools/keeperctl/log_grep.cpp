#include "commands.h"
#include "data_directories.h"
#include "log_input.h"
#include "log_print.h"
#include "zxid_range.h"

#include "keeperfs/base/text.h"
#include "keeperfs/inspect/log_filter.h"
#include "keeperfs/inspect/refused_requests.h"

#include <fmt/format.h>

using namespace keeperfs;

namespace {

constexpr CommandText text{"grep", "Who did what when: operations that meet all conditions given",
                           R"(  keeperctl log grep LOGS --path '/clickhouse/tables/**' --op Remove
  keeperctl log grep LOGS --session 0x1a --since 2026-11-24T13:00:00Z --format jsonl
  keeperctl log grep LOGS --zxid 0x4c..0x60
  keeperctl log grep /var/lib/clickhouse/coordination --failed)"};

struct Options {
    LogArgument logs;
    std::vector<std::string> paths, sessions, ops;
    std::optional<std::string> since, until, zxid;
    bool failed = false;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        constexpr const char* group = "What to print";
        logs.add_to(app);
        add(app, "--path", paths, "GLOB", "Paths like this: * and ? in a name, ** for any depth; repeatable");
        add(app, "--session", sessions, "ID", "Session (0x... or decimal); repeatable");
        add(app, "--op", ops, "OP", "Operation, as Create or by number; repeatable");
        app.add_option("--since", since, "At this time or later, for example 2026-11-24T14:05:00Z")
            ->type_name("TIME")
            ->group(group);
        app.add_option("--until", until, "Before this time")->type_name("TIME")->group(group);
        app.add_option("--zxid", zxid, "This zxid, or FIRST..LAST; an end may be left out")
            ->type_name("RANGE")
            ->group(group);
        app.add_flag("--failed", failed, "Only what was refused; replays a directory with snapshots and logs")
            ->group(group);
        console.add_to(app, {"text", "jsonl"});
    }

private:
    static void add(CLI::App& app, const char* name, std::vector<std::string>& values, const char* type,
                    const char* description) {
        // One value each: what follows may be a file.
        app.add_option(name, values, description)
            ->type_name(type)
            ->group("What to print")
            ->expected(1)
            ->take_all();
    }
};

[[noreturn]] void refuse(const char* option, const std::string& value, const char* wanted) {
    throw Error(ErrorKind::usage, fmt::format("{} cannot be {}", option, escaped(value))).hint(wanted);
}

template <class Parse>
auto parsed(const char* option, const std::string& value, Parse parse, const char* wanted) {
    const auto result = parse(value);
    if (!result)
        refuse(option, value, wanted);
    return *result;
}

inspect::LogFilter filter_of(const Options& options) {
    inspect::LogFilter filter;
    for (const std::string& path : options.paths)
        filter.paths.emplace_back(path);
    for (const std::string& op : options.ops)
        filter.ops.push_back(
            parsed("--op", op, keeper::parse_op, "An operation is Create, Set, Remove, ..."));
    for (const std::string& session : options.sessions)
        filter.sessions.push_back(parsed("--session", session, parse_session_id,
                                         "A session is a number, 0x before hexadecimal digits."));
    constexpr const char* a_time = "A time is 2026-11-24T14:05:00Z, or milliseconds since 1970.";
    if (options.since)
        filter.since_ms = parsed("--since", *options.since, parse_time, a_time);
    if (options.until)
        filter.before_ms = parsed("--until", *options.until, parse_time, a_time);
    if (options.zxid) {
        const ZxidRange range = parse_zxid_range(*options.zxid);
        filter.zxid_from = range.first;
        filter.zxid_to = range.last;
    }
    return filter;
}

/// Whether a request was refused is in no record, so the directory is replayed first.
inspect::RefusedRequests refused_requests(const LogArgument& logs) {
    if (logs.places.size() != 1 && !logs.config.is_given())
        throw Error(ErrorKind::usage, "--failed takes one directory, which holds snapshots and logs");
    const DataDirectories directories{logs.places.empty() ? "" : logs.places.front(), "", "", logs.config};
    const auto refused =
        inspect::find_refused_requests(*directories.snapshot_disk(), *directories.log_disk());
    if (refused.known_behind > 0)
        console::print_message(
            fmt::format("keeperctl: up to index {}, that of the oldest snapshot, it is not "
                        "known what was refused\n",
                        refused.known_behind));
    if (refused.known_to)
        console::print_message(fmt::format("keeperctl: behind index {} it is not known what was refused: the "
                                           "replay ends there\n",
                                           *refused.known_to));
    return refused;
}

int run(const Options& options) {
    const inspect::LogFilter filter = filter_of(options);
    const auto refused = options.failed ? std::optional(refused_requests(options.logs)) : std::nullopt;
    LogPrinter printer(log_format(options.console.format));
    bool is_damaged = false;
    const auto print = [&](const inspect::LogEntry& entry) {
        if (!filter.accepts(entry) || (refused && !refused->contains(entry.record.index, entry.record.term)))
            return true;
        if (!entry.is_request()) {
            printer.print(entry);
            return true;
        }
        inspect::for_each_operation(
            entry.request, [&](const keeper::RequestOperation& operation, std::optional<std::size_t> place) {
                if (filter.accepts(operation))
                    printer.print(entry, operation, place);
            });
        return true;
    };
    read_logs(
        options.logs.files(), options.console.shows_progress() && !console::stdout_is_terminal(),
        [](const LogFile&) {}, print,
        [&](const LogFile& file, const keeper::ChangelogReader& reader) {
            is_damaged = tell_damage(file, reader) || is_damaged;
        });
    printer.flush();
    return is_damaged ? 3 : 0;
}

} // namespace

void add_log_grep(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
