#include "keeperfs/probe/lead.h"

#include "commands.h"
#include "console/consent.h"
#include "console/console.h"
#include "wait_options.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/json_writer.h"
#include "keeperfs/base/text.h"
#include "keeperfs/probe/survey.h"

using namespace keeperfs;
using namespace keeperfs::probe;

namespace {

constexpr CommandText text{"lead", "Makes a running Keeper the leader of its ensemble",
                           R"(  keeperctl lead keeper2
  keeperctl lead keeper2 keeper1 keeper3 --yes
  keeperctl lead keeper2 --dry-run)"};

struct Options {
    WaitOptions servers; ///< the first one is to lead
    bool yes = false, dry_run = false;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        servers.add_to(app);
        app.get_option("HOST")->description(
            "The server that is to lead; then others, which are asked where it may not answer rqld");
        constexpr const char* safety = "Safety";
        app.add_flag("--yes", yes, "Do it without a question")->group(safety);
        app.add_flag("--dry-run", dry_run, "Look whether it can lead, and change nothing")->group(safety);
        console.add_to(app);
    }
};

const char* name_of(LeadMeans means) {
    return means == LeadMeans::none ? "none" : means == LeadMeans::rqld ? "rqld" : "ydld";
}

std::string to_json(const std::string& host, bool leads, const Led& led) {
    JsonWriter json;
    json.begin_object()
        .member("format_version", 1)
        .member("host", host)
        .member("leads", leads)
        .member("means", name_of(led.means))
        .member("requests", led.requests)
        .member("elapsed_ms", std::int64_t{led.elapsed.count()})
        .end_object();
    return std::string(json.view());
}

std::string to_text(const std::string& host, bool leads, const Led& led) {
    if (!leads)
        return fmt::format("{} can lead; nothing was sent.\n", host);
    if (led.means == LeadMeans::none)
        return fmt::format("{} leads already.\n", host);
    return fmt::format("{} leads, after {} and {} of {}.\n", host, duration_text(led.elapsed),
                       counted(led.requests, "request", "requests"), name_of(led.means));
}

int run(const Options& options) {
    if (!options.servers.names_hosts())
        throw Error(ErrorKind::usage,
                    "HOST is missing: a configuration does not say which server is to lead");
    const std::vector<net::Endpoint> servers = options.servers.servers();
    const std::span<const net::Endpoint> others = std::span(servers).subspan(1);
    const std::string host = net::text_of(servers.front());
    Led led;
    bool leads = false;
    {
        const console::StatusLine line(options.console.shows_progress());
        const WaitOptions::Reach reach = options.servers.reach(line);
        const ServerView candidate = survey(servers.front(), reach.servers.ask);
        require_that_it_can_lead(candidate);
        leads = candidate.leads();
        if (!leads && !options.dry_run) {
            console::require_consent(
                options.yes,
                fmt::format(
                    "{} shall lead: while the leader changes, for a few seconds, the ensemble takes no "
                    "writes, and requests that are under way may fail.",
                    host),
                host);
            led = lead(servers.front(), others, reach.servers.ask, reach.patience);
            leads = true;
        }
    }
    if (options.console.format == "json")
        console::print_json(to_json(host, leads, led));
    else if (!options.console.quiet)
        console::print(to_text(host, leads, led));
    return 0;
}

} // namespace

void add_lead(CLI::App& program, Chosen& chosen) {
    add_command<Options>(program, chosen, text, run);
    chosen.completers[program.get_subcommand("lead")->get_option("HOST")] = hosts_to_offer;
}
