#include "keeperfs/probe/ensemble_findings.h"

#include "base/finding_lookup.h"

namespace keeperfs::probe {

namespace {

constexpr Severity note = Severity::note, warning = Severity::warning, error = Severity::error;

constexpr EnsembleFindingKind kinds[] = {
    {"figures.missing", note, "a server does not answer all of the words that tell of it"},
    {"http.disagrees", warning, "a server is ready by its HTTP port, and does not serve by its client port"},
    {"http.no-answer", warning, "the HTTP control port does not answer, or not as Keeper does"},
    {"http.no-metrics", warning, "the endpoint for Prometheus does not answer, or not with figures"},
    {"http.not-ready", warning, "a server says over HTTP that it is not ready"},
    {"kind.differs", warning, "some of the servers are Keepers and some are ZooKeepers"},
    {"leader.not-asked", note, "the server follows a leader, which was not asked"},
    {"leader.not-found", warning, "servers follow a leader that is none of those asked"},
    {"leader.several", error, "more than one server leads"},
    {"member.few-descriptors", warning, "a server has nearly as many files open as it may"},
    {"member.lags", warning, "a follower is behind the leader"},
    {"member.not-asked", note, "the leader knows of more members than were asked"},
    {"member.not-serving", warning,
     "a server answers and does not serve: it starts, catches up, is cut off, or is in forced recovery"},
    {"member.not-synced", warning, "the leader counts members that are far behind"},
    {"member.not-told", warning, "a server is there and may not say whether it serves"},
    {"member.twice", warning, "two of the servers have one id"},
    {"member.unreachable", warning, "a server does not answer"},
    {"quorum.none", error, "no server serves"},
    {"quorum.not-synced", error, "the members that have what the leader has are no majority"},
    {"version.differs", warning, "the servers are of different versions"},
};

} // namespace

std::span<const EnsembleFindingKind> ensemble_finding_kinds() noexcept { return kinds; }

const EnsembleFindingKind& ensemble_finding_kind(std::string_view code) {
    return kind_of_finding(ensemble_finding_kinds(), code);
}

EnsembleFinding make_ensemble_finding(std::string_view code, std::string host, std::string message,
                                      std::string hint) {
    return {ensemble_finding_kind(code).severity, std::string(code), std::move(host), std::move(message),
            std::move(hint)};
}

} // namespace keeperfs::probe
