// Settings that must stand in an order: heartbeats below elections, and the like.
#include "config/checkup.h"

namespace keeperfs::config {

namespace {

/// By the defaults of the newest release where a setting is not there: none of these has changed since 22.3.
class Timing {
public:
    explicit Timing(Checkup& checkup) : checkup_(checkup) {}

    std::int64_t operator[](std::string_view name) const {
        const Setting& setting = *find_setting(Section::coordination_settings, name);
        return checkup_.number(setting, checkup_.plan().release.value_or(keeper::newest_known_release))
            .value_or(0);
    }
    /// The one that is written down, else the section.
    std::string key(std::string_view first, std::string_view second) const {
        for (const std::string_view name : {first, second})
            if (checkup_.configuration().has(below(coordination_section, name)))
                return below(coordination_section, name);
        return std::string(coordination_section);
    }

private:
    Checkup& checkup_;
};

} // namespace

void check_timing(Checkup& checkup) {
    const Timing timing(checkup);
    const std::int64_t heartbeat = timing["heart_beat_interval_ms"];
    const std::int64_t lower = timing["election_timeout_lower_bound_ms"];
    const std::int64_t upper = timing["election_timeout_upper_bound_ms"];
    if (lower > upper)
        checkup.add("election.bounds-crossed",
                    timing.key("election_timeout_lower_bound_ms", "election_timeout_upper_bound_ms"),
                    fmt::format("the election timeout is to be from {} to {} ms", lower, upper),
                    "Lower election_timeout_lower_bound_ms, or raise the upper bound.");
    if (heartbeat >= lower)
        checkup.add(
            "election.heartbeat-too-slow",
            timing.key("heart_beat_interval_ms", "election_timeout_lower_bound_ms"),
            fmt::format("a heartbeat comes every {} ms, and an election begins after {} ms without one",
                        heartbeat, lower),
            "The election timeout should be several heartbeats.");
    if (const std::int64_t expiry = timing["leadership_expiry_ms"]; expiry > lower)
        checkup.add(
            "election.expiry-above-lower", timing.key("leadership_expiry_ms", ""),
            fmt::format("a leader gives up after {} ms, and others begin an election after {} ms: there "
                        "can be two leaders",
                        expiry, lower),
            "Set leadership_expiry_ms to at most election_timeout_lower_bound_ms.");
    if (timing["min_session_timeout_ms"] > timing["session_timeout_ms"])
        checkup.add("session.bounds-crossed", timing.key("session_timeout_ms", "min_session_timeout_ms"),
                    fmt::format("timeouts of sessions are to be from {} to {} ms",
                                timing["min_session_timeout_ms"], timing["session_timeout_ms"]),
                    "session_timeout_ms is the greatest that a client gets; raise it.");
    if (timing["fresh_log_gap"] > timing["stale_log_gap"])
        checkup.add("raft.gaps-crossed", timing.key("fresh_log_gap", "stale_log_gap"),
                    fmt::format("a node is fresh within {} records, and stale behind {}",
                                timing["fresh_log_gap"], timing["stale_log_gap"]),
                    "fresh_log_gap should be the smaller one.");
}

} // namespace keeperfs::config
