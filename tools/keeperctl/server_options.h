#pragma once
// Which servers a command asks, and how it reaches them; the same in every command that does.
#include "keeperfs/probe/ask.h"
#include "keeperfs/probe/configured_servers.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

class ServerOptions {
public:
    using Service = keeperfs::probe::Service;

    void add_to(CLI::App& app, Service usual = Service::client);
    /// Without HOST and --config: for commands that have their own way to name servers.
    void add_connection_to(CLI::App& app);

    /// Those that the line names, or the configuration does. Throws Error(usage) for what names no server,
    /// Error(bad_input) for a configuration that does not say where they are.
    std::vector<keeperfs::net::Endpoint> servers(Service service = Service::client) const;
    bool names_hosts() const noexcept { return !hosts_.empty(); } ///< on the line

    /// Holds what the certificates' files hold.
    struct Reach {
        std::unique_ptr<keeperfs::net::TlsSettings> tls;
        keeperfs::probe::AskOptions ask;
    };
    /// Throws Error(usage) for a value that cannot be meant, Error(bad_input) for unusable certificates.
    Reach reach(Service service = Service::client) const;
    /// Where HOST says none. Throws Error(bad_input) for a configuration that does not open it.
    std::uint16_t usual_port(Service service) const;
    /// nullptr: no --config was given.
    const keeperfs::config::KeeperSettings* config() const;

private:
    std::vector<std::string> hosts_;
    std::string config_file_;
    mutable std::optional<keeperfs::config::KeeperSettings> config_; ///< once it was read
    bool tls_ = false;
    keeperfs::net::TlsOptions certificates_;
    std::string passphrase_file_, connect_timeout_ = "3s", timeout_ = "10s", max_answer_ = "16MiB";
    unsigned retries_ = 0;

    bool asks_for_tls() const;
    bool speaks_tls(Service service) const;
    std::vector<keeperfs::net::Endpoint> configured(std::uint16_t port) const;
    std::string passphrase() const;
};

/// For the completion of HOST: the hosts that the file behind --config names.
std::vector<std::string> hosts_to_offer(const std::vector<std::string>& words);
