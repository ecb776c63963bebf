#include "probe/preflight_judge.h"

#include "keeperfs/base/error.h"

#include <algorithm>

namespace keeperfs::probe {

namespace {

constexpr const char* configurations = "each server's configuration (--config)";
constexpr const char* answers = "running servers that answer";
constexpr const char* several = "the answers or the configurations (--config) of two servers or more";
constexpr const char* either = "running servers that answer, or each one's configuration (--config)";

constexpr PreflightCheck checks[] = {
    {"ports.client", "the ports for clients can be reached from here, or are free before the first start",
     "clients, and every command of this program, connect to them", either},
    {"ports.raft", "the ports between members can be reached from here, or are free before the first start",
     "a member that the others cannot reach takes no part: with too many of them there is no quorum",
     configurations},
    {"ports.http",
     "the ports of HTTP control and Prometheus can be reached from here, or are free before the first start",
     "probes of Kubernetes and dashboards ask them", configurations},
    {"servers.serving", "every server serves, one leads, and its followers are in sync",
     "a rolling change stops one server at a time: the others must be a quorum without it", answers},
    {"servers.version", "all servers are of one version",
     "a mixed ensemble is for the time of an upgrade only: the oldest decides what may be written",
     "two running servers or more that answer"},
    {"servers.upgrade", "the servers can go to the new release in one step, and back",
     "a server that meets files or requests of a later release does not start or leaves the ensemble",
     "running servers that answer srvr, and --server-version"},
    {"servers.clocks", "the clocks of the servers are close to each other",
     "the leader's clock dates znodes and ends TTLs: after a change of the leader time seems to jump",
     "running servers that answer cons"},
    {"members.ids", "every member has an id of its own, which its server has as server_id",
     "two servers with one id vote as one and destroy each other's log", several},
    {"members.hosts", "every member has an endpoint of its own, and all servers have one list of members",
     "servers with different lists count different quorums", configurations},
    {"members.localhost", "no localhost stands among the names of other hosts",
     "each server would take itself for that member", configurations},
    {"members.voters", "there are enough voters, of an odd number",
     "three voters bear the loss of one server, four no more than three", either},
    {"storage.directories", "log and snapshots have directories, of one owner, nobody else's, with room",
     "a server that cannot write its log ends", "--config and --on-this-machine on each server's machine"},
    {"storage.disks", "what is acknowledged is on disks that keep it",
     "without force_sync, or on a disk that cannot sync, the loss of power loses changes", either},
    {"access.words", "the allow list has the words that probes, backups and this program send",
     "a word that is not in it gets no answer, and a server that is well looks dead", either},
    {"settings.known", "the new release knows every coordination setting",
     "one that is not known stops the server",
     "each server's configuration (--config), and --server-version"},
    {"settings.agree", "the servers agree about the settings that must be one",
     "what one server does to the tree the others must do as well", several},
    {"flags.equal", "the feature flags are equal on all servers",
     "a client that moves to another server meets requests that it does not know", several},
    {"flags.known", "every feature flag that is on is known to the oldest release",
     "a request of a new kind in the log stops a server that does not know it",
     "running servers that answer ftfl, or each one's configuration and --server-version"},
    {"configuration", "nothing else is wrong with the configuration files",
     "keeperctl config check says what each finding means", configurations},
};

} // namespace

std::span<const PreflightCheck> preflight_checks() noexcept { return checks; }

const char* name_of(CheckOutcome outcome) noexcept {
    constexpr const char* names[] = {"ok", "not_seen", "warning", "failed"};
    return names[static_cast<std::size_t>(outcome)];
}

std::size_t place_of(std::string_view check) {
    const auto found = std::ranges::find(checks, check, &PreflightCheck::name);
    if (found == std::end(checks))
        throw Error(ErrorKind::defect, fmt::format("there is no check {}", check));
    return static_cast<std::size_t>(found - std::begin(checks));
}

} // namespace keeperfs::probe
