#include "probe/read_http.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::probe;

namespace {

const HttpQuestion& question(HttpEndpoint endpoint) {
    return http_questions()[static_cast<std::size_t>(endpoint)];
}
HttpReply read(HttpEndpoint endpoint, int status, std::string body) {
    net::HttpResponse response;
    response.status = status;
    response.body = std::move(body);
    return read_response(question(endpoint), response);
}
Answer readiness(std::string_view json) {
    Answer answer;
    REQUIRE(read_readiness(json, answer) == Reading::whole);
    return answer;
}

} // namespace

TEST_CASE("readiness is read in the form of every release") {
    struct Case {
        std::string json;
        Record fields;
    };
    for (const Case& test : {
             Case{R"({"details":{"hasLeader":true,"role":"leader"},"status":"ok"})",
                  {{"status", std::string("ok")}, {"has_leader", true}, {"role", std::string("leader")}}},
             Case{R"({"status":"fail","details":{"leader":false,"follower":true}})",
                  {{"status", std::string("fail")},
                   {"role", std::string("follower")},
                   {"leader", false},
                   {"follower", true}}},
             Case{R"({"status":"ok"})", {{"status", std::string("ok")}}},
             Case{R"({"status":"ok","details":{"lag":7,"status":"no","more":{"a":1},"list":[1]}})",
                  {{"status", std::string("ok")}, {"lag", std::int64_t{7}}}},
         }) {
        CAPTURE(test.json);
        CHECK(readiness(test.json).fields == test.fields);
    }
    Answer none;
    for (const char* text :
         {"", "ok", "[]", "{}", R"({"status":1})", R"({"status":""})", R"({"status":"ok"} x)"})
        CHECK(read_readiness(text, none) == Reading::not_understood);
}

TEST_CASE("a status and what comes with it make an outcome") {
    struct Case {
        HttpEndpoint endpoint;
        int status;
        std::string body;
        Outcome outcome;
    };
    const std::string fine = R"({"status":"ok","details":{"role":"leader","hasLeader":true}})";
    const std::string bad = R"({"status":"fail","details":{"role":"follower","hasLeader":false}})";
    for (const Case& test : {
             Case{HttpEndpoint::ready, 200, fine, Outcome::ok},
             Case{HttpEndpoint::ready, 200, bad, Outcome::not_serving},
             Case{HttpEndpoint::ready, 503, bad, Outcome::not_serving},
             Case{HttpEndpoint::ready, 503, "busy", Outcome::not_understood},
             Case{HttpEndpoint::ready, 200, "OK", Outcome::not_understood},
             Case{HttpEndpoint::ready, 500, "raft", Outcome::failed},
             Case{HttpEndpoint::ready, 404, "", Outcome::refused_or_unknown},
             Case{HttpEndpoint::ready, 302, "", Outcome::not_understood},
             Case{HttpEndpoint::ready, 401, "", Outcome::not_understood},
             Case{HttpEndpoint::commands, 403, R"({"message":"no"})", Outcome::refused_or_unknown},
             Case{HttpEndpoint::commands, 400, R"({"message":"no"})", Outcome::refused_or_unknown},
             Case{HttpEndpoint::commands, 200, R"({"result":"imok"})", Outcome::not_understood},
             Case{HttpEndpoint::commands, 200, R"({"result":7})", Outcome::not_understood},
             Case{HttpEndpoint::storage, 503, "Service Unavailable.", Outcome::not_serving},
             Case{HttpEndpoint::storage, 200, R"({"stat":{"czxid":1}})", Outcome::ok},
             Case{HttpEndpoint::storage, 200, R"({"stat":{}})", Outcome::not_understood},
             Case{HttpEndpoint::dashboard, 200, "{}", Outcome::ok},
             Case{HttpEndpoint::jemalloc, 200, "", Outcome::not_understood},
             Case{HttpEndpoint::metrics, 200, "a 1\n", Outcome::ok},
             Case{HttpEndpoint::metrics, 200, "a 1\nb", Outcome::cut_short},
             Case{HttpEndpoint::metrics, 200, "<html>", Outcome::not_understood},
         }) {
        CAPTURE(test.status);
        CAPTURE(test.body);
        const HttpReply reply = read(test.endpoint, test.status, test.body);
        CHECK(name_of(reply.reply.outcome) == std::string(name_of(test.outcome)));
        CHECK(reply.status == test.status);
        CHECK(reply.reply.message.empty() == (test.outcome == Outcome::ok));
        CHECK(reply.samples.empty() ==
              (test.endpoint != HttpEndpoint::metrics || test.outcome != Outcome::ok));
    }
}

TEST_CASE("a message has what is wrong, and nothing that a terminal obeys") {
    CHECK(
        read(HttpEndpoint::ready, 503, R"({"status":"fail","details":{"role":"follower","hasLeader":false}})")
            .reply.message == "the server is not ready: its role is follower, and it sees no leader");
    const HttpReply hostile = read(HttpEndpoint::commands, 403, "{\"message\":\"\\u001b[2J\"}");
    CHECK(hostile.reply.message.find('\x1b') == std::string::npos);
    const std::string role = R"({"status":"fail","details":{"role":"\u001b[2J"}})";
    CHECK(read(HttpEndpoint::ready, 503, role).reply.message.find('\x1b') == std::string::npos);
    CHECK(read(HttpEndpoint::ready, 500, std::string(1'000'000, 'x')).reply.text.size() ==
          most_kept_of_no_answer);
}
