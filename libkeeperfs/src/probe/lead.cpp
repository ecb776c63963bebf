#include "keeperfs/probe/lead.h"

#include "probe/looking.h"
#include "probe/reply_error.h"

#include "keeperfs/base/text.h"
#include "keeperfs/probe/ensemble_verdict.h"
#include "keeperfs/probe/survey.h"

#include <fmt/format.h>

namespace keeperfs::probe {

namespace {

using namespace std::chrono_literals;

/// NuRaft's leader pauses writes, waits for the upper bound of the election timeout (2 s unless set) until
/// its successor has caught up, and resigns (raft_server::yield_leadership). Sooner it is no use to ask
/// again.
constexpr auto patience_of_one_request = 10s;

Error cannot_lead(const ServerView& candidate, ErrorKind kind, std::string_view why) {
    return {kind, fmt::format("{} cannot lead: {}", net::text_of(candidate.server), why)};
}

class Campaign {
public:
    Campaign(const net::Endpoint& candidate, std::span<const net::Endpoint> others, const AskOptions& ask,
             const Patience& patience)
        : candidate_(candidate), others_(others), looking_(patience, ask) {}

    Led run() {
        ServerView view = survey(candidate_, looking_.ask());
        require_that_it_can_lead(view);
        for (; !view.leads(); view = survey(candidate_, looking_.ask())) {
            if (view.serves())
                press();
            const std::string missing = view.serves() ? "it follows still" : view.message;
            if (!looking_.goes_on(missing))
                throw Error(ErrorKind::unreachable,
                            fmt::format("{} does not lead after {}: {}", net::text_of(candidate_),
                                        duration_text(looking_.elapsed()), missing))
                    .hint("It may lag, or others have a higher priority in raft_configuration: the leader's "
                          "log "
                          "says whom it yields to. --timeout waits longer.");
        }
        led_.elapsed = looking_.elapsed();
        return led_;
    }

private:
    const net::Endpoint& candidate_;
    std::span<const net::Endpoint> others_;
    Looking looking_;
    Led led_;
    net::Deadline next_request_{0ms};
    std::optional<std::size_t> asked_to_yield_; ///< of the others

    void has_sent() {
        ++led_.requests;
        next_request_ = net::Deadline(patience_of_one_request);
    }
    void press() {
        if (led_.means == LeadMeans::ydld)
            send_ydld();
        else if (next_request_.has_passed())
            send_rqld();
    }
    /// That the server could not do it passes: there is no leader for a moment.
    void send_rqld() {
        const Reply reply = ask(candidate_, "rqld", looking_.ask());
        if (reply.outcome != Outcome::refused_or_unknown) {
            led_.means = LeadMeans::rqld;
            return has_sent();
        }
        if (others_.empty())
            throw Error(ErrorKind::unreachable,
                        fmt::format("{}: {}", net::text_of(candidate_), reply.message))
                .hint(
                    fmt::format("{} Or name the other members behind it: then the one that leads is asked to "
                                "give it up (ydld).",
                                reply.hint));
        led_.means = LeadMeans::ydld;
        send_ydld();
    }
    /// Any of the others can come to lead in its place, and is asked in turn.
    void send_ydld() {
        const std::vector<ServerView> ensemble = survey_all(others_, looking_.ask());
        const auto leader = leader_among(ensemble);
        if (!leader || (leader == asked_to_yield_ && !next_request_.has_passed()))
            return;
        answered(ensemble[*leader].server, ask(ensemble[*leader].server, "ydld", looking_.ask()));
        asked_to_yield_ = leader;
        has_sent();
    }
};

} // namespace

void require_that_it_can_lead(const ServerView& candidate) {
    if (candidate.kind == ServerKind::zookeeper)
        throw cannot_lead(candidate, ErrorKind::usage, "ZooKeeper has no word for it")
            .hint("A leader of ZooKeeper goes when it is stopped, and the election decides.");
    if (candidate.role == Role::observer)
        throw cannot_lead(candidate, ErrorKind::usage, "it is an observer")
            .hint("can_become_leader is false for it in raft_configuration.");
    if (!candidate.serves())
        throw cannot_lead(candidate, ErrorKind::unreachable, candidate.message).hint(candidate.hint);
}

Led lead(const net::Endpoint& candidate, std::span<const net::Endpoint> others, const AskOptions& ask,
         const Patience& patience) {
    return Campaign(candidate, others, ask, patience).run();
}

} // namespace keeperfs::probe
