#pragma once
// Which servers a command asks, and how it reaches them; the same in every command that does.
#include "keeperfs/probe/ask.h"

#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
}

class ServerOptions {
public:
    void add_to(CLI::App& app);
    /// Without HOST: for commands that have their own way to name servers.
    void add_connection_to(CLI::App& app);

    /// Throws Error(usage) for what names no server.
    std::vector<keeperfs::net::Endpoint> servers() const;

    /// Holds what the certificates' files hold.
    struct Reach {
        std::unique_ptr<keeperfs::net::TlsSettings> tls;
        keeperfs::probe::AskOptions ask;
    };
    /// Throws Error(usage) for a value that cannot be meant, Error(bad_input) for unusable certificates.
    Reach reach() const;

private:
    std::vector<std::string> hosts_;
    bool tls_ = false;
    keeperfs::net::TlsOptions certificates_;
    std::string passphrase_file_, connect_timeout_ = "3s", timeout_ = "10s", max_answer_ = "16MiB";
    unsigned retries_ = 0;

    std::string passphrase() const;
};
