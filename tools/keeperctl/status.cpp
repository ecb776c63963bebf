#include "commands.h"
#include "console/console.h"
#include "console/screen.h"
#include "duration_option.h"
#include "server_options.h"
#include "status_report.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/cancel.h"
#include "keeperfs/probe/lag.h"
#include "keeperfs/probe/status_json.h"
#include "keeperfs/probe/survey.h"

#include <limits>

using namespace keeperfs;
using namespace keeperfs::probe;

namespace {

constexpr CommandText text{"status", "Shows an ensemble of running servers at a glance, with a verdict",
                           R"(  keeperctl status keeper1 keeper2 keeper3
  keeperctl status keeper1 keeper2 keeper3 --watch
  keeperctl status localhost --timeout 2s --quiet)"};

struct Options {
    ServerOptions servers;
    bool watch = false;
    std::string interval = "2s";
    EnsembleLimits limits;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        servers.add_to(app);
        constexpr const char* status = "Status";
        app.add_flag("--watch", watch, "Look again and again, and show it in place")->group(status);
        app.add_option("--interval", interval, "Between two looks of --watch; default 2s")
            ->type_name("TIME")
            ->group(status);
        app.add_option("--max-lag", limits.most_lag,
                       fmt::format("Entries that a follower may be behind; default {}", limits.most_lag))
            ->type_name("N")
            ->check(CLI::Range(std::int64_t{0}, std::numeric_limits<std::int64_t>::max()).description(""))
            ->group(status);
        console.add_to(app);
    }
};

struct Status {
    std::vector<ServerView> ensemble;
    EnsembleVerdict verdict;
};

/// Checks that ask in another way add their findings here, and the health follows from all of them.
Status look(const Options& options, std::span<const net::Endpoint> servers, const AskOptions& ask) {
    Status status{survey_all(servers, ask), {}};
    status.verdict = judge(status.ensemble, options.limits);
    return status;
}

std::string to_text(const Options& options, const Status& status) {
    TextReport out(options.console.colored());
    add_status(out, status.ensemble, status.verdict);
    return out.text();
}

std::string to_json(const Status& status) {
    const EnsembleVerdict& verdict = status.verdict;
    JsonWriter json;
    json.begin_object()
        .member("format_version", 1)
        .member("verdict", name_of(verdict.health))
        .member("summary", verdict.summary);
    json.key("leader");
    if (verdict.leader)
        json.text(net::text_of(status.ensemble[*verdict.leader].server));
    else
        json.null();
    json.key("servers").begin_array();
    for (const ServerView& view : status.ensemble)
        add_view(json, view,
                 verdict.leader && !view.leads() ? lag_behind(status.ensemble[*verdict.leader], view)
                                                 : std::nullopt);
    json.end_array().key("findings").begin_array();
    for (const EnsembleFinding& finding : verdict.findings)
        add_finding(json, finding);
    json.end_array().end_object();
    return std::string(json.view());
}

[[noreturn]] void watch(const Options& options, std::span<const net::Endpoint> servers,
                        const AskOptions& ask) {
    const auto interval = duration_option("--interval", options.interval);
    for (console::Screen screen;; io::pause(interval)) {
        const Status status = look(options, servers, ask);
        const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::system_clock::now().time_since_epoch());
        screen.show(time_text(now.count()) + "  " + to_text(options, status));
    }
}

int exit_code_of(Health health) {
    return health == Health::healthy    ? 0
           : health == Health::degraded ? not_well
                                        : static_cast<int>(ErrorKind::unreachable);
}

int run(const Options& options) {
    const bool is_json = options.console.format == "json";
    if (options.watch && (is_json || options.console.quiet))
        throw Error(ErrorKind::usage,
                    "--watch is for people: it goes with neither --format json nor --quiet");
    const std::vector<net::Endpoint> servers = options.servers.servers();
    const ServerOptions::Reach reach = options.servers.reach();
    if (options.watch)
        watch(options, servers, reach.ask);
    const Status status = look(options, servers, reach.ask);
    if (is_json)
        console::print_json(to_json(status));
    else if (!options.console.quiet)
        console::print(to_text(options, status));
    return exit_code_of(status.verdict.health);
}

} // namespace

void add_status(CLI::App& program, Chosen& chosen) {
    add_command<Options>(program, chosen, text, run);
    chosen.completers[program.get_subcommand("status")->get_option("HOST")] = hosts_to_offer;
}
