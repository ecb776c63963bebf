#include "probe/preflight_judge.h"

#include "keeperfs/base/text.h"

#include <algorithm>

namespace keeperfs::probe {

namespace {

std::string_view check_of(PortUse use) {
    switch (use) {
    case PortUse::client:
        return "ports.client";
    case PortUse::raft:
        return "ports.raft";
    case PortUse::http:
    case PortUse::prometheus:
        break;
    }
    return "ports.http";
}

void judge_free(Preflight& preflight, const PortTrial& trial) {
    const std::string where = escaped(net::text_of(trial.endpoint));
    if (!trial.failure)
        preflight.fail(check_of(trial.use), where, "something listens there already",
                       "Stop it, or give the server another port.");
    else if (*trial.failure != net::Cause::connection_refused)
        preflight.fail(check_of(trial.use), where, trial.message,
                       "The host must answer that nobody listens: is its name right, does a firewall "
                       "swallow what we send?");
}

void judge_open(Preflight& preflight, const PortTrial& trial) {
    if (trial.failure)
        preflight.fail(check_of(trial.use), escaped(net::text_of(trial.endpoint)), trial.message,
                       *trial.failure == net::Cause::connection_refused
                           ? "Does the server run, and does it listen on this address (listen_host)?"
                           : "Is the name right, and does a firewall let us through?");
}

} // namespace

void judge_ports(Preflight& preflight) {
    for (const std::string_view check : {"ports.client", "ports.raft", "ports.http"}) {
        std::size_t tried = 0;
        for (const PortTrial& trial : preflight.evidence().ports)
            if (check_of(trial.use) == check) {
                ++tried;
                preflight.plan().not_started ? judge_free(preflight, trial) : judge_open(preflight, trial);
            }
        if (tried > 0)
            preflight.saw(check, fmt::format("{} {}", counted(tried, "port", "ports"),
                                             preflight.plan().not_started ? "on which nobody listens yet"
                                                                          : "that accepted a connection"));
    }
    if (std::ranges::none_of(preflight.evidence().ports,
                             [](const PortTrial& trial) { return check_of(trial.use) == "ports.http"; }) &&
        !preflight.evidence().nodes.empty())
        preflight.saw("ports.http", "no configuration opens one");
}

} // namespace keeperfs::probe
