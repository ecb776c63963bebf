#include "commands.h"
#include "config_input.h"
#include "options/server_version_option.h"
#include "preflight_report.h"
#include "server_options.h"

#include "keeperfs/base/error.h"

using namespace keeperfs;

namespace {

constexpr CommandText text{
    "preflight", "Is everything ready for an upgrade, a migration or the first start of an ensemble",
    R"(  keeperctl preflight keeper1 keeper2 keeper3 --server-version 25.8
  keeperctl preflight --config keeper1.xml keeper2.xml keeper3.xml
  keeperctl preflight --config ensemble/*/keeper_config.xml --not-started
  keeperctl preflight --config /etc/clickhouse-keeper/keeper_config.xml --on-this-machine --format json)"};

struct Options {
    std::vector<std::string> hosts, files;
    options::ServerVersionOption server_version;
    bool not_started = false, on_this_machine = false;
    ConfigReading reading;
    ServerOptions connection;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        app.add_option("HOST", hosts, "Servers, besides those that the configurations name")
            ->type_name("HOST");
        app.add_option("--config", files, "The configuration of each server, of several servers several")
            ->type_name("FILE");
        const char* group = "What to check";
        server_version.add_to(app, group, "The release that is to come, for instance 25.8");
        app.add_flag("--not-started", not_started,
                     "The servers do not run yet: their ports must be free, and no server is asked")
            ->group(group);
        app.add_flag("--on-this-machine", on_this_machine,
                     "The servers of the configurations run here: look at their directories")
            ->group(group);
        reading.add_to(app);
        connection.add_connection_to(app);
        console.add_to(app);
    }
};

int exit_code(const std::vector<probe::CheckResult>& results) {
    if (std::ranges::any_of(results, probe::is_unreachable))
        return static_cast<int>(ErrorKind::unreachable);
    return is_well(results) ? 0 : not_well;
}

int run(const Options& options) {
    if (options.hosts.empty() && options.files.empty())
        throw Error(ErrorKind::usage, "there is no server to check")
            .hint("Name servers, or the configuration of each with --config.");
    const probe::PreflightPlan plan{options.server_version.release(), options.not_started,
                                    options.on_this_machine ? &io::FileSystem::system() : nullptr};
    std::vector<net::Endpoint> servers;
    for (const std::string& host : options.hosts)
        servers.push_back(net::parse_endpoint(host));
    const ServerOptions::Reach reach = options.connection.reach();
    std::vector<config::Configuration> nodes;
    for (const std::string& file : options.files)
        nodes.push_back(options.reading.load(file));
    const auto results =
        probe::judge(probe::gather(std::move(servers), std::move(nodes), plan, reach.ask), plan);
    if (options.console.format == "json")
        console::print_json(to_json(results, plan));
    else if (!options.console.quiet)
        console::print(to_text(results, options.console.colored(), options.console.verbose));
    return exit_code(results);
}

} // namespace

void add_preflight(CLI::App& program, Chosen& chosen) { add_command<Options>(program, chosen, text, run); }
