#include "commands.h"
#include "console/console.h"
#include "console/screen.h"
#include "duration_option.h"
#include "server_options.h"
#include "status_report.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/cancel.h"
#include "keeperfs/probe/configured_servers.h"
#include "keeperfs/probe/http_checks.h"
#include "keeperfs/probe/lag.h"
#include "keeperfs/probe/status_json.h"
#include "keeperfs/probe/survey.h"

#include <algorithm>
#include <limits>

using namespace keeperfs;
using namespace keeperfs::probe;

namespace {

constexpr CommandText text{"status", "Shows an ensemble of running servers at a glance, with a verdict",
                           R"(  keeperctl status keeper1 keeper2 keeper3
  keeperctl status keeper1 keeper2 keeper3 --watch
  keeperctl status localhost --timeout 2s --quiet)"};

/// What to ask over HTTP beside the words: whether, and on which port.
struct HttpWish {
    bool is_asked = false;
    std::optional<std::uint16_t> port;

    void add_to(CLI::App& app, const std::string& option, const char* flag_text, const char* port_text) {
        constexpr const char* group = "HTTP";
        app.add_flag(option, is_asked, flag_text)->group(group);
        app.add_option(option + "-port", port, port_text)
            ->type_name("PORT")
            ->check(CLI::Range(1, UINT16_MAX).description(""))
            ->group(group);
    }
};

struct Options {
    ServerOptions servers;
    HttpWish ready, metrics;
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
        ready.add_to(app, "--http", "Ask the HTTP control ports, too, whether the servers are ready",
                     "The HTTP control port; default: that of --config, else 9182");
        metrics.add_to(app, "--metrics", "Ask the endpoints for Prometheus, too",
                       "Their port; default: that of --config, else 9363");
        console.add_to(app);
    }
};

struct Status {
    std::vector<ServerView> ensemble;
    EnsembleVerdict verdict;
};

void add_http(Status& status, const Options& options, const HttpWish& wish, HttpEndpoint endpoint,
              Service service) {
    if (!wish.is_asked && !wish.port)
        return;
    const HttpQuestion question = configured_question(endpoint, options.servers.config());
    const std::uint16_t port = wish.port ? *wish.port : options.servers.usual_port(service);
    const ServerOptions::Reach reach = options.servers.reach(service);
    for (EnsembleFinding& found : check_http(status.ensemble, question, port, reach.ask))
        status.verdict.findings.push_back(std::move(found));
}

/// What HTTP tells comes behind the rest, and the health follows from all of it.
Status look(const Options& options, std::span<const net::Endpoint> servers, const AskOptions& ask) {
    Status status{survey_all(servers, ask), {}};
    status.verdict = judge(status.ensemble, options.limits);
    const std::size_t found_by_words = status.verdict.findings.size();
    add_http(status, options, options.ready, HttpEndpoint::ready, Service::http_control);
    add_http(status, options, options.metrics, HttpEndpoint::metrics, Service::prometheus);
    if (status.verdict.findings.size() > found_by_words) {
        std::ranges::stable_sort(status.verdict.findings, std::ranges::greater{}, &EnsembleFinding::severity);
        const bool was_well = status.verdict.health == Health::healthy;
        status.verdict.health = health_by(status.verdict.findings);
        if (was_well)
            status.verdict.summary += ", but not by HTTP";
    }
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
