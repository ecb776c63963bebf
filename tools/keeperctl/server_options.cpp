#include "server_options.h"

#include "config_input.h"
#include "duration_option.h"
#include "options/secret_file.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

using namespace keeperfs;

namespace {

constexpr const char* passphrase_variable = "KEEPERCTL_TLS_PASSPHRASE";

} // namespace

void ServerOptions::add_to(CLI::App& app, Service usual) {
    CLI::Option* const hosts =
        app.add_option("HOST", hosts_,
                       fmt::format("Servers: host[:port], [IPv6 address][:port]; default port {}",
                                   probe::usual_port(usual)))
            ->type_name("HOST")
            ->required();
    app.add_option_function<std::string>(
           "--config",
           [this, hosts](const std::string& file) {
               config_file_ = file;
               hosts->required(false);
           },
           "Take hosts and port from a server's configuration")
        ->type_name("FILE")
        ->trigger_on_parse();
    add_connection_to(app);
}

void ServerOptions::add_connection_to(CLI::App& app) {
    constexpr const char* connection = "Connection";
    app.add_option("--timeout", timeout_, "For the whole answer; default 10s")
        ->type_name("TIME")
        ->group(connection);
    app.add_option("--connect-timeout", connect_timeout_, "For the connection, a part of it; default 3s")
        ->type_name("TIME")
        ->group(connection);
    app.add_option("--retries", retries_, "More attempts after a failure that may pass; default 0")
        ->type_name("N")
        ->check(CLI::Range(0U, 100U).description(""))
        ->group(connection);
    app.add_option("--max-answer", max_answer_, "The longest answer that is taken; default 16MiB")
        ->type_name("SIZE")
        ->group(connection);

    constexpr const char* tls = "TLS";
    app.add_flag("--tls", tls_, "Speak TLS; every other option for TLS implies it")->group(tls);
    app.add_option("--tls-ca", certificates_.ca,
                   "Whom to trust, PEM, also a directory; default: as the system")
        ->type_name("FILE")
        ->group(tls);
    app.add_option("--tls-cert", certificates_.certificate, "The client's certificate, PEM")
        ->type_name("FILE")
        ->group(tls);
    app.add_option("--tls-key", certificates_.key, "Its key, PEM; default: in the certificate's file")
        ->type_name("FILE")
        ->group(tls);
    app.add_option("--tls-passphrase-file", passphrase_file_,
                   fmt::format("The key's passphrase; or in {}", passphrase_variable))
        ->type_name("FILE")
        ->group(tls);
    app.add_option("--tls-server-name", certificates_.server_name,
                   "The name in the server's certificate, where it is not HOST")
        ->type_name("NAME")
        ->group(tls);
    app.add_flag("--insecure", certificates_.insecure, "Take any certificate of the server")->group(tls);
}

std::vector<net::Endpoint> ServerOptions::servers(Service service) const {
    if (hosts_.empty())
        return configured(usual_port(service));
    std::vector<net::Endpoint> servers;
    for (const std::string& host : hosts_) {
        constexpr std::uint16_t unsaid = 0; // which nobody can type
        net::Endpoint& server = servers.emplace_back(net::parse_endpoint(host, unsaid));
        if (server.port == unsaid)
            server.port = usual_port(service);
    }
    return servers;
}

std::vector<net::Endpoint> ServerOptions::configured(std::uint16_t port) const {
    try {
        return probe::configured_servers(*config(), port);
    } catch (Error& error) {
        error.file(config_file_);
        throw;
    }
}

std::uint16_t ServerOptions::usual_port(Service service) const {
    if (config() == nullptr)
        return probe::usual_port(service);
    const auto port = probe::configured_port(*config(), service, asks_for_tls());
    if (!port)
        throw Error(ErrorKind::bad_input, fmt::format("{} is not set, so the server does not listen there",
                                                      probe::setting_of(service, asks_for_tls())))
            .file(config_file_)
            .hint("Name the servers with their ports instead.");
    return port->number;
}

bool ServerOptions::speaks_tls(Service service) const {
    if (asks_for_tls() || config() == nullptr)
        return asks_for_tls();
    const auto port = probe::configured_port(*config(), service, false);
    return port && port->is_secure;
}

const config::KeeperSettings* ServerOptions::config() const {
    if (!config_file_.empty() && !config_)
        config_ = read_keeper_configuration(config_file_);
    return config_ ? &*config_ : nullptr;
}

bool ServerOptions::asks_for_tls() const {
    return tls_ || certificates_.insecure || !certificates_.ca.empty() ||
           !certificates_.certificate.empty() || !certificates_.key.empty() ||
           !certificates_.server_name.empty() || !passphrase_file_.empty();
}

std::string ServerOptions::passphrase() const {
    if (!passphrase_file_.empty())
        return options::secret_from_file("--tls-passphrase-file", passphrase_file_);
    const char* const variable = std::getenv(passphrase_variable);
    return variable == nullptr ? "" : variable;
}

ServerOptions::Reach ServerOptions::reach(Service service) const {
    Reach reach;
    reach.ask.timeout = duration_option("--timeout", timeout_);
    reach.ask.connect_timeout = duration_option("--connect-timeout", connect_timeout_);
    reach.ask.retries = retries_;
    const auto largest = parse_size(max_answer_);
    if (!largest || *largest == 0)
        throw Error(ErrorKind::usage, fmt::format("--max-answer: {} is no size", escaped(max_answer_)))
            .hint("Say it as 64KiB or 16MiB.");
    reach.ask.largest_answer = *largest;

    if (speaks_tls(service)) {
        net::TlsOptions options = certificates_;
        options.passphrase = passphrase();
        reach.tls = std::make_unique<net::TlsSettings>(options);
        reach.ask.tls = reach.tls.get();
    }
    return reach;
}

std::vector<std::string> hosts_to_offer(const std::vector<std::string>& words) {
    const std::string file = config_file_among(words, "");
    std::vector<std::string> hosts;
    try {
        if (!file.empty())
            for (const config::RaftServer& server : read_keeper_configuration(file).servers)
                if (std::ranges::find(hosts, server.hostname) == hosts.end())
                    hosts.push_back(server.hostname);
    } catch (const Error&) {
        return {}; // nobody can tell which
    }
    return hosts;
}
