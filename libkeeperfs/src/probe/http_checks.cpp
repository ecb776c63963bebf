#include "keeperfs/probe/http_checks.h"

namespace keeperfs::probe {

std::optional<EnsembleFinding> judge_http(const ServerView& view, const net::Endpoint& asked,
                                          const HttpQuestion& question, const HttpReply& reply) {
    const std::string host = net::text_of(view.server);
    const bool is_about_readiness = question.endpoint == HttpEndpoint::ready;
    if (reply.reply.is_ok()) {
        if (is_about_readiness && view.presence == Presence::not_serving)
            return make_ensemble_finding(
                "http.disagrees", host,
                fmt::format("{} says that it is ready, the client port that it does not serve",
                            net::text_of(asked)),
                "Look once more: one of them may have changed in between. Where it stays so, a forced "
                "recovery may be under way.");
        return std::nullopt;
    }
    if (view.presence == Presence::absent)
        return std::nullopt;
    const std::string what = fmt::format("{}: {}", net::text_of(asked), reply.reply.message);
    if (!is_about_readiness)
        return make_ensemble_finding("http.no-metrics", host, what, reply.reply.hint);
    return make_ensemble_finding(reply.reply.outcome == Outcome::not_serving ? "http.not-ready"
                                                                             : "http.no-answer",
                                 host, what, reply.reply.hint);
}

std::vector<EnsembleFinding> check_http(std::span<const ServerView> ensemble, const HttpQuestion& question,
                                        std::uint16_t port, const AskOptions& options) {
    std::vector<net::Endpoint> asked;
    for (const ServerView& view : ensemble)
        asked.push_back({view.server.host, port});
    const std::vector<HttpReply> replies = ask_all_http(asked, {&question, 1}, options);
    std::vector<EnsembleFinding> findings;
    for (std::size_t i = 0; i < ensemble.size(); ++i)
        if (auto found = judge_http(ensemble[i], asked[i], question, replies[i]))
            findings.push_back(std::move(*found));
    return findings;
}

} // namespace keeperfs::probe
