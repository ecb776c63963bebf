#include "keeperfs/probe/http_checks.h"

#include <doctest/doctest.h>

using namespace keeperfs::probe;

namespace {

HttpReply answered(Outcome outcome) {
    HttpReply reply;
    reply.reply.outcome = outcome;
    reply.reply.message = outcome == Outcome::ok ? "" : "why";
    reply.reply.hint = outcome == Outcome::ok ? "" : "what to do";
    return reply;
}

ServerView seen(Presence presence) {
    ServerView view;
    view.server = {"a", 9181};
    view.presence = presence;
    return view;
}

} // namespace

TEST_CASE("what is said over HTTP is judged beside what the words say") {
    struct Row {
        HttpEndpoint endpoint;
        Presence presence;
        Outcome outcome;
        const char* code; ///< "": no finding
    };
    const Row rows[] = {
        {HttpEndpoint::ready, Presence::serves, Outcome::ok, ""},
        {HttpEndpoint::ready, Presence::unknown, Outcome::ok, ""},
        {HttpEndpoint::ready, Presence::not_serving, Outcome::ok, "http.disagrees"},
        {HttpEndpoint::ready, Presence::serves, Outcome::not_serving, "http.not-ready"},
        {HttpEndpoint::ready, Presence::not_serving, Outcome::not_serving, "http.not-ready"},
        {HttpEndpoint::ready, Presence::serves, Outcome::connection_refused, "http.no-answer"},
        {HttpEndpoint::ready, Presence::serves, Outcome::not_understood, "http.no-answer"},
        {HttpEndpoint::ready, Presence::absent, Outcome::connection_refused, ""},
        {HttpEndpoint::metrics, Presence::serves, Outcome::ok, ""},
        {HttpEndpoint::metrics, Presence::not_serving, Outcome::ok, ""},
        {HttpEndpoint::metrics, Presence::serves, Outcome::timeout, "http.no-metrics"},
        {HttpEndpoint::metrics, Presence::absent, Outcome::timeout, ""},
    };
    for (const Row& row : rows) {
        CAPTURE(name_of(row.presence));
        CAPTURE(name_of(row.outcome));
        const auto found =
            judge_http(seen(row.presence), {"a", 9182}, {row.endpoint, "", ""}, answered(row.outcome));
        CHECK((found ? found->code : "") == row.code);
        if (found) {
            CHECK(found->host == "a:9181");
            CHECK(found->message.find("a:9182") == 0);
            CHECK_FALSE(found->hint.empty());
        }
    }
}
