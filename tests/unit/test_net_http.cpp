#include "support/scripted_peer.h"

#include "keeperfs/net/connection_error.h"
#include "keeperfs/net/http.h"

#include <doctest/doctest.h>

#include <cstdlib>

using namespace keeperfs;
using namespace keeperfs::net;
using namespace std::chrono_literals;
using test::ScriptedPeer;

namespace {

std::string answer(std::string_view status, std::string_view body, std::string_view headers = "") {
    return "HTTP/1.1 " + std::string(status) + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string(headers) + "\r\n" + std::string(body);
}

HttpRequest get(std::string url) {
    HttpRequest request;
    request.url = std::move(url);
    return request;
}

struct TextSink final : io::Sink {
    std::string text;
    void write(Bytes bytes) override { text += as_text(bytes); }
    void finish() override {}
};

/// Does not know how much it has.
struct UnknownSource final : io::Source {
    io::MemorySource inner;
    explicit UnknownSource(std::string_view text) : inner(as_bytes(text)) {}
    std::size_t read(std::span<std::uint8_t> into) override { return inner.read(into); }
};

Cause cause_of(HttpClient& client, const HttpRequest& request) {
    try {
        client.send(request);
    } catch (const ConnectionError& error) {
        CAPTURE(error.what());
        return error.cause();
    }
    FAIL("there was a response");
    return Cause::unreachable;
}

} // namespace

TEST_CASE("a request goes out as it was written down, and the response comes back whole") {
    ScriptedPeer peer({answer("200 OK", "hello", "ETag: \"7\"\r\nX-Empty:\r\n")});
    HttpRequest request = get(peer.url("/a/../b%20c?x=1&y"));
    request.headers = {{"X-First", "one"}, {"X-None", ""}};
    request.range = HttpRange{10, 19};
    const HttpResponse response = HttpClient({}).send(request);
    CHECK(response.status == 200);
    CHECK(response.is_success());
    CHECK(response.body == "hello");
    REQUIRE(response.header("etag") != nullptr);
    CHECK(*response.header("etag") == "\"7\"");
    CHECK(*response.header("X-EMPTY") == "");
    CHECK(response.header("X-Other") == nullptr);
    REQUIRE(peer.requests().size() == 1);
    CHECK(peer.requests()[0] ==
          "GET /a/../b%20c?x=1&y HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(peer.port()) +
              "\r\nRange: bytes=10-19\r\nUser-Agent: keeperfs\r\nAccept: */*\r\n"
              "X-First: one\r\nX-None:\r\n\r\n");
}

TEST_CASE("each method has its first line and its body") {
    struct Case {
        HttpMethod method;
        const char* body; // nullptr: none
        const char* first_line;
        const char* length; // nullptr: no such header
    };
    for (const Case& test : {
             Case{HttpMethod::get, nullptr, "GET / HTTP/1.1\r\n", nullptr},
             Case{HttpMethod::head, nullptr, "HEAD / HTTP/1.1\r\n", nullptr},
             Case{HttpMethod::put, "data", "PUT / HTTP/1.1\r\n", "Content-Length: 4\r\n"},
             Case{HttpMethod::put, nullptr, "PUT / HTTP/1.1\r\n", "Content-Length: 0\r\n"},
             Case{HttpMethod::post, "data", "POST / HTTP/1.1\r\n", "Content-Length: 4\r\n"},
             Case{HttpMethod::remove, nullptr, "DELETE / HTTP/1.1\r\n", nullptr},
         }) {
        CAPTURE(test.first_line);
        const std::string back = test.method == HttpMethod::head
                                     ? "HTTP/1.1 204 No\r\nContent-Length: 9\r\n\r\n"
                                     : answer("201 Created", "done");
        ScriptedPeer peer({back});
        io::MemorySource body(as_bytes(std::string_view(test.body == nullptr ? "" : test.body)));
        HttpRequest request = get(peer.url("/"));
        request.method = test.method;
        request.body = test.body == nullptr ? nullptr : &body;
        CHECK(HttpClient({}).send(request).status == (test.method == HttpMethod::head ? 204 : 201));
        const std::string& got = peer.requests().at(0);
        CHECK(got.starts_with(test.first_line));
        CHECK((got.find("Content-Length") != std::string::npos) == (test.length != nullptr));
        if (test.length != nullptr)
            CHECK(got.find(test.length) != std::string::npos);
        CHECK(got.ends_with(std::string("\r\n\r\n") + (test.body == nullptr ? "" : test.body)));
    }
}

TEST_CASE("a body of unknown length goes in chunks") {
    ScriptedPeer peer({answer("200 OK", "")});
    UnknownSource body("twelve bytes");
    HttpRequest request = get(peer.url("/"));
    request.method = HttpMethod::put;
    request.body = &body;
    HttpClient({}).send(request);
    CHECK(peer.requests().at(0).find("Transfer-Encoding: chunked\r\n") != std::string::npos);
    CHECK(peer.requests().at(0).ends_with("\r\n\r\nc\r\ntwelve bytes\r\n0\r\n\r\n"));
}

TEST_CASE("only a success is streamed; what explains a failure is kept") {
    ScriptedPeer peer({answer("206 Partial Content", "part"), answer("404 Not Found", "no such key")});
    HttpClient client({});
    TextSink sink;
    HttpRequest request = get(peer.url("/"));
    request.into = &sink;
    request.largest_kept = 11;
    CHECK(client.send(request).body == "");
    CHECK(sink.text == "part");
    CHECK(client.send(request).body == "no such key");
    CHECK(sink.text == "part");
    CHECK(peer.connections() == 1);
}

TEST_CASE("chunks are put together, and what came before the answer is forgotten") {
    ScriptedPeer peer({"HTTP/1.1 100 Continue\r\nX-Early: 1\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: "
                       "chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX-Late: 1\r\n\r\n"});
    const HttpResponse response = HttpClient({}).send(get(peer.url("/")));
    CHECK(response.body == "abcde");
    CHECK(response.header("X-Early") == nullptr);
}

TEST_CASE("why there is no response is told apart") {
    struct Case {
        std::string what;
        std::string answer;
        Cause cause;
    };
    for (const Case& test : {
             Case{"nothing", "", Cause::cut_short},
             Case{"half a head", "HTTP/1.1 200 OK\r\nContent-Le", Cause::cut_short},
             Case{"half a body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\nhalf",
                  Cause::cut_short},
             Case{"half a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf",
                  Cause::cut_short},
             Case{"text", "imok", Cause::not_understood},
             Case{"garbage", std::string("\x00\xff\x1b[2J\r\n\r\n", 10), Cause::not_understood},
             Case{"too long", answer("200 OK", "0123456789abcdefg"), Cause::too_long},
             Case{"a head without an end",
                  "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX: " + std::string(300'000, 'x') + "\r\n\r\n",
                  Cause::too_long},
             Case{"silence", ScriptedPeer::silence, Cause::timeout},
         }) {
        CAPTURE(test.what);
        ScriptedPeer peer({test.answer});
        HttpOptions options;
        options.timeout = 400ms;
        HttpClient client(options);
        HttpRequest request = get(peer.url("/"));
        request.largest_kept = 16;
        CHECK(cause_of(client, request) == test.cause);
    }
}

TEST_CASE("why there is no connection is told apart") {
    HttpClient client({});
    std::uint16_t closed = 0;
    {
        const ScriptedPeer peer({});
        closed = peer.port();
    }
    CHECK(cause_of(client, get("http://127.0.0.1:" + std::to_string(closed))) == Cause::connection_refused);
    CHECK(cause_of(client, get("http://no-such-host.invalid/")) == Cause::name_not_found);
    for (const char* answer : {"", "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"}) {
        const ScriptedPeer plain({answer});
        CHECK(cause_of(client, get(plain.url("/", "https"))) == Cause::tls_mismatch);
    }
}

TEST_CASE("what cannot be a request is not sent") {
    HttpClient client({});
    for (const char* url : {"", "file:///etc/passwd", "http://", "gopher://127.0.0.1/"}) {
        CAPTURE(url);
        CHECK_THROWS_AS(client.send(get(url)), Error);
    }
    for (const HttpHeader& header :
         {HttpHeader{"X\r\nY", "1"}, HttpHeader{"X", "1\r\nY: 2"}, HttpHeader{"", "1"},
          HttpHeader{"X Y", "1"}, HttpHeader{"X", std::string("\0", 1)}}) {
        HttpRequest request = get("http://127.0.0.1:1/");
        request.headers = {header};
        try {
            client.send(request);
            FAIL("it was sent");
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::usage);
        }
    }
}

TEST_CASE("what the caller's streams throw comes out as it is") {
    struct Failing final : io::Source, io::Sink {
        std::size_t read(std::span<std::uint8_t>) override { throw Error(ErrorKind::bad_input, "source"); }
        void write(Bytes) override { throw Error(ErrorKind::bad_output, "sink"); }
        void finish() override {}
    } failing;
    HttpClient client({});
    ScriptedPeer peer({answer("200 OK", "body"), answer("200 OK", "")});
    HttpRequest request = get(peer.url("/"));
    request.into = &failing;
    CHECK_THROWS_WITH_AS(client.send(request), "sink.", Error);
    request.into = nullptr;
    request.body = &failing;
    request.method = HttpMethod::put;
    CHECK_THROWS_WITH_AS(client.send(request), "source.", Error);
}

TEST_CASE("the environment's proxy is used when that is wanted") {
    ::setenv("http_proxy", "http://127.0.0.1:1", 1);
    ScriptedPeer peer({answer("200 OK", "")});
    HttpOptions options;
    CHECK(HttpClient(options).send(get(peer.url("/"))).status == 200);
    options.proxy_from_environment = true;
    HttpClient through_proxy(options);
    CHECK(cause_of(through_proxy, get(peer.url("/"))) == Cause::connection_refused);
    ::unsetenv("http_proxy");
}
