#include "commands.h"
#include "config_input.h"
#include "console/consent.h"
#include "console/console.h"
#include "duration_option.h"
#include "json_texts.h"
#include "server_options.h"
#include "text_report.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/json_writer.h"
#include "keeperfs/base/text.h"
#include "keeperfs/config/keeper_settings.h"
#include "keeperfs/recover/configured_members.h"
#include "keeperfs/recover/membership.h"
#include "keeperfs/recover/online.h"
#include "keeperfs/recover/steps.h"

#include <algorithm>

using namespace keeperfs;
using recover::MemberView;
using recover::OnlineEnd;
using recover::OnlineOutlook;
using recover::OnlineResult;
using recover::OnlineWish;

namespace {

constexpr CommandText text{"online", "The server's own recovery by rcvr: checked before, followed to its end",
                           R"(  keeperctl recover online keeper1 --config keeper_config.xml --dry-run
  keeperctl recover online keeper1:9181 --config keeper_config.xml --deadline 5m)"};

struct Options {
    ServerOptions connection;
    std::string host, config, deadline = "10m", interval = "1s";
    std::vector<std::string> clients;
    bool yes = false, dry_run = false;
    console::ConsoleOptions console;

    void add_to(CLI::App& app) {
        app.add_option("HOST", host, "The server that is to lead: the most up to date one; default port 9181")
            ->type_name("HOST")
            ->required();
        const char* group = "The new members";
        app.add_option("--config", config, "The configuration that the server has read, with the new list")
            ->type_name("FILE")
            ->required()
            ->group(group);
        app.add_option("--client", clients,
                       "Where a member answers clients, if not at its host with the port of HOST")
            ->type_name("ID=HOST:PORT")
            ->take_all()
            ->group(group);
        connection.add_connection_to(app);
        app.add_option("--deadline", deadline, "How long to wait for the end; default 10m")
            ->type_name("TIME")
            ->group("Following");
        app.add_option("--interval", interval, "Between two questions; default 1s")
            ->type_name("TIME")
            ->group("Following");
        app.add_flag("--dry-run", dry_run, "Look ahead only; send nothing")->group("Safety");
        app.add_flag("--yes", yes, "Do not ask")->group("Safety");
        console.add_to(app);
    }
};

net::Endpoint client_of(const keeper::ClusterServer& server, std::uint16_t port, const Options& options) {
    for (const std::string& given : options.clients)
        if (const keeper::ClusterServer at = recover::parse_server(given); at.id == server.id)
            return net::parse_endpoint(at.endpoint);
    return net::parse_endpoint(recover::client_address(server, port));
}

OnlineWish wish_of(const Options& options, const probe::AskOptions& ask) {
    const net::Endpoint server = net::parse_endpoint(options.host);
    const config::KeeperSettings settings =
        config::read_keeper_settings(ConfigReading{}.load(options.config));
    const config::RaftServer* const own = settings.own_server();
    if (own == nullptr)
        throw Error(ErrorKind::bad_input,
                    "its server_id is none of its list, and such a server does not start")
            .file(options.config);
    OnlineWish wish;
    wish.node = {static_cast<std::int32_t>(*own->id), server};
    for (const keeper::ClusterServer& other : recover::configured_members(settings))
        if (other.id != wish.node.id)
            wish.others.push_back({other.id, client_of(other, server.port, options)});
    wish.allow_list = settings.allow_list;
    wish.ask = ask;
    wish.interval = duration_option("--interval", options.interval);
    wish.deadline = duration_option("--deadline", options.deadline);
    return wish;
}

std::string state_of(const MemberView& view) {
    return view.outcome == probe::Outcome::ok ? escaped(view.state) : name_of(view.outcome);
}
std::string states_of(const std::vector<MemberView>& seen) {
    std::string states;
    for (const MemberView& view : seen)
        states += fmt::format("{}server {} {}", states.empty() ? "" : ", ", view.id, state_of(view));
    return states;
}

net::Endpoint address_of(const OnlineWish& wish, std::size_t place) {
    return place == 0 ? wish.node.client : wish.others[place - 1].client;
}

std::string to_json(const OnlineWish& wish, const OnlineOutlook& outlook,
                    const std::optional<OnlineResult>& result) {
    const std::vector<MemberView>& members = result ? result->members : outlook.members;
    JsonWriter json;
    json.begin_object()
        .member("format_version", 1)
        .member("server_id", wish.node.id)
        .key("members")
        .begin_array();
    for (std::size_t i = 0; i < members.size(); ++i) {
        json.begin_object()
            .member("id", members[i].id)
            .member("address", net::text_of(address_of(wish, i)))
            .member("outcome", name_of(members[i].outcome))
            .member("state", members[i].state)
            .member("message", members[i].message)
            .end_object();
    }
    json.end_array();
    add_texts(json, "refusals", outlook.refusals);
    add_texts(json, "remarks", outlook.remarks);
    if (result)
        json.member("end", name_of(result->end))
            .member("elapsed_ms", static_cast<std::uint64_t>(result->elapsed.count()))
            .member("reason", result->message);
    json.end_object();
    return std::string(json.view()) + "\n";
}

std::string to_text(const OnlineWish& wish, const OnlineOutlook& outlook, bool colored) {
    TextReport out(colored);
    out.heading("The new members");
    for (std::size_t i = 0; i < outlook.members.size(); ++i)
        out.row(fmt::format("server {}", outlook.members[i].id), "{}: {}", net::text_of(address_of(wish, i)),
                state_of(outlook.members[i]));
    if (!outlook.refusals.empty() || !outlook.remarks.empty())
        out.heading("Before it is sent");
    for (const std::string& refusal : outlook.refusals)
        out.row(out.styled("no", console::Style::red), "{}.", refusal);
    for (const std::string& remark : outlook.remarks)
        out.row("", "{}", remark);
    return out.text();
}

/// What is better than the server's own way, and always ends.
constexpr const char* offline_way = "Offline it always ends, and the survivor serves at once: stop it, then "
                                    "keeperctl recover plan DIR --single.";

void print_result(const Options& options, const OnlineWish& wish, const OnlineResult& result) {
    if (options.console.format == "json" || options.console.quiet || result.end != OnlineEnd::leads)
        return;
    TextReport out(options.console.colored());
    out.heading("Recovered");
    out.row(out.styled(fmt::format("server {}", wish.node.id), console::Style::green), "leads after {}: {}.",
            duration_text(result.elapsed), states_of(result.members));
    out.row("", "It serves. See that every other one becomes a follower: keeperctl 4lw mntr {}",
            net::text_of(wish.node.client));
    console::print(out.text());
}

void tell(const Options& options, const std::vector<MemberView>& seen) {
    if (!options.console.quiet)
        console::print_message(fmt::format("keeperctl: {}\n", states_of(seen)));
}

int run(const Options& options) {
    const ServerOptions::Reach reach = options.connection.reach();
    const OnlineWish wish = wish_of(options, reach.ask);
    const OnlineOutlook outlook = recover::look_ahead(wish);
    const bool as_json = options.console.format == "json";
    if (!as_json && !options.console.quiet)
        console::print(to_text(wish, outlook, options.console.colored()));
    if (!outlook.refusals.empty()) {
        if (as_json)
            console::print_json(to_json(wish, outlook, std::nullopt));
        const MemberView& node = outlook.members.front();
        const bool is_there = node.is_up();
        Error refused(is_there ? ErrorKind::refused : ErrorKind::unreachable, outlook.refusals.front());
        if (node.state.empty())
            refused.hint(offline_way);
        throw refused;
    }
    std::optional<OnlineResult> result;
    if (!options.dry_run) {
        console::require_consent(options.yes,
                                 fmt::format("rcvr makes server {} at {} the leader of its configuration's "
                                             "list, with its own data. What the "
                                             "others have beyond them is lost.",
                                             wish.node.id, net::text_of(wish.node.client)),
                                 net::text_of(wish.node.client));
        result =
            recover::recover_online(wish, [&](const std::vector<MemberView>& seen) { tell(options, seen); });
    }
    if (as_json)
        console::print_json(to_json(wish, outlook, result));
    if (!result)
        return 0;
    print_result(options, wish, *result);
    if (result->end != OnlineEnd::leads)
        throw Error(ErrorKind::unreachable, result->message)
            .hint(result->end == OnlineEnd::follows
                      ? "Stop the servers that were blank, before they overwrite it."
                      : offline_way);
    return 0;
}

} // namespace

void add_recover_online(CLI::App& group, Chosen& chosen) { add_command<Options>(group, chosen, text, run); }
