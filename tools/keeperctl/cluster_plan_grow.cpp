#include "commands.h"
#include "config_input.h"
#include "console/console.h"
#include "recover_names.h"
#include "steps_report.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/config/keeper_settings.h"
#include "keeperfs/recover/configured_members.h"
#include "keeperfs/recover/membership.h"

using namespace keeperfs;
using recover::GrowBy;
using recover::GrowthWish;

namespace {

constexpr CommandText text{
    "plan-grow", "How servers join or leave a running ensemble, one after the other",
    R"(  keeperctl cluster plan-grow --server 1=keeper1:9234 --add 4=keeper4:9234 --add 5=keeper5:9234
  keeperctl cluster plan-grow --config /etc/clickhouse-keeper/keeper_config.xml --add 4=keeper4:9234 --remove 2
  keeperctl cluster plan-grow --server 1=keeper1:9234 --add 2=keeper2:9234,learner --by reconfig)"};

struct Options {
    std::vector<std::string> servers, joining;
    std::vector<std::int32_t> leaving;
    std::string config, by;
    std::uint16_t client_port = net::keepers_client_port;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        constexpr const char* form = "ID=HOST:PORT[,learner][,priority=N]";
        CLI::Option* given = app.add_option("--server", servers, "A member that runs; once for each")
                                 ->type_name(form)
                                 ->take_all()
                                 ->group("The ensemble");
        app.add_option("--config", config,
                       "Take the members, and whether reconfig is on, from a server's configuration")
            ->type_name("FILE")
            ->excludes(given)
            ->group("The ensemble");
        app.add_option("--client-port", client_port, "Of every server, for the checks; default 9181")
            ->type_name("PORT")
            ->check(CLI::Range(1, 0xffff).description(""))
            ->group("The ensemble");
        app.add_option("--add", joining, "A server that shall join; once for each, in this order")
            ->type_name(form)
            ->take_all()
            ->group("The change");
        app.add_option("--remove", leaving,
                       "The id of a member that shall leave, after the others have joined")
            ->type_name("ID")
            ->take_all()
            ->group("The change");
        app.add_option("--by", by,
                       "How the members are told; default: reconfig where the configuration turns it on")
            ->type_name("xml|reconfig")
            ->check(CLI::IsMember({"xml", "reconfig"}).description(""))
            ->group("The change");
        console.add_to(app);
    }
};

/// The members, and whether clients may change them.
GrowthWish ensemble_of(const Options& options) {
    GrowthWish wish;
    wish.client_port = options.client_port;
    for (const std::string& server : options.servers)
        wish.members.push_back(recover::parse_server(server));
    if (!options.config.empty()) {
        const config::Configuration configuration = ConfigReading{}.load(options.config);
        wish.members = recover::configured_members(config::read_keeper_settings(configuration));
        if (recover::may_reconfigure(configuration))
            wish.by = GrowBy::reconfig;
    }
    if (wish.members.empty())
        throw Error(ErrorKind::usage, "nothing says who the members are")
            .hint("Name those that run with --server, or a server's configuration with --config.");
    if (!options.by.empty())
        wish.by = options.by == "xml" ? GrowBy::xml : GrowBy::reconfig;
    for (const std::string& server : options.joining)
        wish.joining.push_back(recover::parse_server(server));
    wish.leaving = options.leaving;
    if (wish.joining.empty() && wish.leaving.empty())
        throw Error(ErrorKind::usage, "nobody is to join or to leave")
            .hint("Say who with --add or --remove.");
    return wish;
}

std::string to_json(const GrowthWish& wish, const std::vector<recover::Step>& steps) {
    JsonWriter json;
    json.begin_object().member("format_version", 1).member("by", wish.by == GrowBy::xml ? "xml" : "reconfig");
    add_members(json, "running", wish.members);
    add_steps(json, steps);
    json.end_object();
    return std::string(json.view()) + "\n";
}

std::string to_text(const GrowthWish& wish, const std::vector<recover::Step>& steps, bool colored) {
    TextReport out(colored);
    out.heading("Members that run");
    for (const keeper::ClusterServer& server : wish.members)
        out.row("", "{}", recover::text_of(server));
    add_steps(out, steps);
    return out.text();
}

int run(const Options& options) {
    const GrowthWish wish = ensemble_of(options);
    const std::vector<recover::Step> steps = recover::growth_steps(wish);
    if (options.console.format == "json")
        console::print_json(to_json(wish, steps));
    else if (!options.console.quiet)
        console::print(to_text(wish, steps, options.console.colored()));
    return 0;
}

} // namespace

void add_cluster_plan_grow(CLI::App& group, Chosen& chosen) {
    add_command<Options>(group, chosen, text, run);
}
