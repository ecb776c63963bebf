#include "server_options.h"

#include "duration_option.h"
#include "options/secret_file.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdlib>

using namespace keeperfs;

namespace {

constexpr const char* passphrase_variable = "KEEPERCTL_TLS_PASSPHRASE";

} // namespace

void ServerOptions::add_to(CLI::App& app) {
    app.add_option("HOST", hosts_, "Servers: host, host:port, [IPv6 address]:port; port 9181 unless said")
        ->type_name("HOST")
        ->required();
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

std::vector<net::Endpoint> ServerOptions::servers() const {
    std::vector<net::Endpoint> servers;
    for (const std::string& host : hosts_)
        servers.push_back(net::parse_endpoint(host));
    return servers;
}

std::string ServerOptions::passphrase() const {
    if (!passphrase_file_.empty())
        return options::secret_from_file("--tls-passphrase-file", passphrase_file_);
    const char* const variable = std::getenv(passphrase_variable);
    return variable == nullptr ? "" : variable;
}

ServerOptions::Reach ServerOptions::reach() const {
    Reach reach;
    reach.ask.timeout = duration_option("--timeout", timeout_);
    reach.ask.connect_timeout = duration_option("--connect-timeout", connect_timeout_);
    reach.ask.retries = retries_;
    const auto largest = parse_size(max_answer_);
    if (!largest || *largest == 0)
        throw Error(ErrorKind::usage, fmt::format("--max-answer: {} is no size", escaped(max_answer_)))
            .hint("Say it as 64KiB or 16MiB.");
    reach.ask.largest_answer = *largest;

    net::TlsOptions options = certificates_;
    if (tls_ || options.insecure || !options.ca.empty() || !options.certificate.empty() ||
        !options.key.empty() || !options.server_name.empty() || !passphrase_file_.empty()) {
        options.passphrase = passphrase();
        reach.tls = std::make_unique<net::TlsSettings>(options);
        reach.ask.tls = reach.tls.get();
    }
    return reach;
}
