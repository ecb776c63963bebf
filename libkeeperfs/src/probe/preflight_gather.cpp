// Asks and tries what can be asked and tried.
#include "net/at_once.h"

#include "keeperfs/config/keeper_settings.h"
#include "keeperfs/probe/preflight.h"

#include <algorithm>

namespace keeperfs::probe {

namespace {

using config::KeeperSettings;

std::int64_t now_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

class Gathering {
public:
    Gathering(PreflightEvidence& evidence, const AskOptions& options)
        : evidence_(evidence), options_(options) {}

    void add_server(const net::Endpoint& server) { add_port(server, PortUse::client); }
    void add_node(std::size_t number) {
        const KeeperSettings settings = config::read_keeper_settings(evidence_.nodes[number]);
        const config::RaftServer* own = settings.own_server();
        if (own == nullptr || own->hostname.empty())
            return;
        if (own->port)
            add_port({own->hostname, *own->port}, PortUse::raft);
        if (settings.http_control_port)
            add_port({own->hostname, *settings.http_control_port}, PortUse::http);
        if (settings.prometheus_port)
            add_port({own->hostname, *settings.prometheus_port}, PortUse::prometheus);
        for (const auto& port : {settings.tcp_port, settings.tcp_port_secure})
            if (port)
                add_port({own->hostname, *port}, PortUse::client);
        if (const auto& port = options_.tls != nullptr ? settings.tcp_port_secure : settings.tcp_port)
            owners_.emplace_back(net::Endpoint{own->hostname, *port}, number);
    }
    /// Of members without a file.
    void add_members(std::size_t number) {
        for (const config::RaftServer& server : config::read_keeper_settings(evidence_.nodes[number]).servers)
            if (server.port && !server.hostname.empty())
                add_port({server.hostname, *server.port}, PortUse::raft);
    }
    void try_ports() {
        net::at_once(evidence_.ports.size(), [&](std::size_t i) {
            PortTrial& trial = evidence_.ports[i];
            try {
                net::connect(trial.endpoint, nullptr, net::Deadline(options_.connect_timeout));
            } catch (const net::ConnectionError& error) {
                trial.failure = error.cause();
                trial.message = error.message();
            }
        });
    }
    /// `servers`: those that the caller named. Of a node's two ports for clients the one that we speak to.
    void ask(const std::vector<net::Endpoint>& servers) {
        for (const PortTrial& trial : evidence_.ports)
            if (trial.use == PortUse::client && !trial.failure &&
                (std::ranges::find(servers, trial.endpoint) != servers.end() || owner_of(trial.endpoint)))
                evidence_.servers.push_back({trial.endpoint, owner_of(trial.endpoint), {}, 0, 0});
        for (const char* word : {"srvr", "conf", "mntr", "ftfl", "envi"})
            take(word);
        const std::int64_t before = now_ms();
        take("cons");
        for (AskedServer& server : evidence_.servers)
            if (const auto cons = server.replies.find("cons"); cons != server.replies.end()) {
                server.asked_ms = before;
                server.answered_ms = before + cons->second.elapsed.count();
            }
    }

private:
    PreflightEvidence& evidence_;
    const AskOptions& options_;
    std::vector<std::pair<net::Endpoint, std::size_t>> owners_;

    void add_port(const net::Endpoint& endpoint, PortUse use) {
        if (std::ranges::find(evidence_.ports, endpoint, &PortTrial::endpoint) == evidence_.ports.end())
            evidence_.ports.push_back({endpoint, use, std::nullopt, ""});
    }
    std::optional<std::size_t> owner_of(const net::Endpoint& server) const {
        const auto found = std::ranges::find(owners_, server, &std::pair<net::Endpoint, std::size_t>::first);
        return found == owners_.end() ? std::nullopt : std::optional(found->second);
    }
    /// A server that hangs is waited for once; one that cannot be spoken to may take as long to show it.
    static bool is_hopeless(const AskedServer& server) {
        return std::ranges::any_of(server.replies, [](const auto& reply) {
            const Outcome outcome = reply.second.outcome;
            return outcome == Outcome::timeout || outcome == Outcome::tls_mismatch ||
                   outcome == Outcome::certificate;
        });
    }
    void take(const char* word) {
        std::vector<AskedServer*> asked;
        std::vector<net::Endpoint> endpoints;
        for (AskedServer& server : evidence_.servers)
            if (!is_hopeless(server)) {
                asked.push_back(&server);
                endpoints.push_back(server.server);
            }
        std::vector<Reply> replies = ask_all(endpoints, word, options_);
        for (std::size_t i = 0; i < asked.size(); ++i)
            asked[i]->replies.emplace(word, std::move(replies[i]));
    }
};

} // namespace

PreflightEvidence gather(std::vector<net::Endpoint> servers, std::vector<config::Configuration> nodes,
                         const PreflightPlan& plan, const AskOptions& options) {
    PreflightEvidence evidence;
    evidence.nodes = std::move(nodes);
    Gathering gathering(evidence, options);
    for (const net::Endpoint& server : servers)
        gathering.add_server(server);
    for (std::size_t number = 0; number < evidence.nodes.size(); ++number)
        gathering.add_node(number);
    for (std::size_t number = 0; number < evidence.nodes.size(); ++number)
        gathering.add_members(number);
    gathering.try_ports();
    if (!plan.not_started)
        gathering.ask(servers);
    return evidence;
}

} // namespace keeperfs::probe
