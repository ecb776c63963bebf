#include "commands.h"
#include "console/console.h"
#include "wait_options.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/json_writer.h"
#include "keeperfs/base/text.h"
#include "keeperfs/probe/wait_for.h"

using namespace keeperfs;
using namespace keeperfs::probe;

namespace {

constexpr CommandText text{"wait", "Waits until running servers are as they should be",
                           R"(  keeperctl wait keeper1 --for serving --timeout 5m
  keeperctl wait keeper1 keeper2 keeper3 --for in-sync
  keeperctl wait keeper1 --for 'snapshot>=6723')"};

struct Options {
    WaitOptions servers;
    std::string condition;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        servers.add_to(app);
        app.add_option("--for", condition, "What to wait for")
            ->type_name("leader|follower|serving|quorum|in-sync|snapshot>=INDEX")
            ->required();
        console.add_to(app);
    }
};

std::string to_json(const Condition& condition, const Waited& waited) {
    JsonWriter json;
    json.begin_object()
        .member("format_version", 1)
        .member("condition", text_of(condition))
        .member("met", waited.is_met)
        .member("missing", waited.missing)
        .member("elapsed_ms", std::int64_t{waited.elapsed.count()})
        .end_object();
    return std::string(json.view());
}

void tell(const Condition& condition, const Waited& waited, bool quiet) {
    const std::string duration = duration_text(waited.elapsed);
    if (!waited.is_met)
        console::print_message(fmt::format("keeperctl: waited {} for {}: {}.{}\n", duration,
                                           text_of(condition), waited.missing,
                                           waited.is_hopeless ? "" : " --timeout waits longer."));
    else if (!quiet)
        console::print(fmt::format("{} after {}.\n", text_of(condition), duration));
}

int run(const Options& options) {
    const Condition condition = parse_condition(options.condition);
    const std::vector<net::Endpoint> servers = options.servers.servers();
    Waited waited;
    {
        const console::StatusLine line(options.console.shows_progress());
        const WaitOptions::Reach reach = options.servers.reach(line);
        waited = wait_for(servers, condition, reach.servers.ask, reach.patience);
    }
    if (options.console.format == "json")
        console::print_json(to_json(condition, waited));
    else
        tell(condition, waited, options.console.quiet);
    return waited.is_met ? 0 : static_cast<int>(ErrorKind::unreachable);
}

} // namespace

void add_wait(CLI::App& program, Chosen& chosen) {
    add_command<Options>(program, chosen, text, run);
    chosen.completers[program.get_subcommand("wait")->get_option("HOST")] = hosts_to_offer;
}
