#pragma once
// Servers, and how long a command waits until they are as they should be.
#include "console/status_line.h"
#include "server_options.h"

#include "keeperfs/probe/patience.h"

namespace CLI {
class Option;
}

class WaitOptions {
public:
    /// ServerOptions, where --timeout is for the whole command.
    void add_to(CLI::App& app);

    std::vector<keeperfs::net::Endpoint> servers() const { return servers_.servers(); }
    bool names_hosts() const noexcept { return servers_.names_hosts(); }
    struct Reach {
        ServerOptions::Reach servers;
        keeperfs::probe::Patience patience;
    };
    /// `line` shows what is still missing, and must outlive the result.
    Reach reach(const console::StatusLine& line) const;

private:
    ServerOptions servers_;
    const CLI::Option* timeout_ = nullptr;
};
