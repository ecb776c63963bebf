#include "commands.h"
#include "log_input.h"
#include "log_print.h"

#include "keeperfs/inspect/log_filter.h"

using namespace keeperfs;

namespace {

constexpr CommandText text{"dump", "Every record; a multi as its operations",
                           R"(  keeperctl log dump /var/lib/clickhouse/coordination/log --from 1200000
  keeperctl log dump changelog_1_100000.bin.zstd --format jsonl)"};

struct Options {
    LogArgument logs;
    std::optional<std::uint64_t> from, to;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        logs.add_to(app);
        app.add_option("--from", from, "The first index")->type_name("N")->group("What to print");
        app.add_option("--to", to, "The last index")->type_name("N")->group("What to print");
        console.add_to(app, {"text", "jsonl", "csv"});
    }
};

void print(LogPrinter& printer, const inspect::LogEntry& entry) {
    if (!entry.is_request())
        return printer.print(entry);
    inspect::for_each_operation(
        entry.request, [&](const keeper::RequestOperation& operation, std::optional<std::size_t> place) {
            printer.print(entry, operation, place);
        });
}

int run(const Options& options) {
    LogPrinter printer(log_format(options.console.format));
    bool is_damaged = false;
    read_logs(
        options.logs.files(), options.console.shows_progress() && !console::stdout_is_terminal(),
        [](const LogFile&) {},
        [&](const inspect::LogEntry& entry) {
            const std::uint64_t index = entry.record.index;
            if ((!options.from || index >= *options.from) && (!options.to || index <= *options.to))
                print(printer, entry);
            return true;
        },
        [&](const LogFile& file, const keeper::ChangelogReader& reader) {
            is_damaged = tell_damage(file, reader) || is_damaged;
        });
    printer.flush();
    return is_damaged ? 3 : 0;
}

} // namespace

void add_log_dump(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
