#include "keeperfs/base/error.h"
#include "keeperfs/net/endpoint.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using net::Endpoint;

TEST_CASE("servers are named by host, port and brackets") {
    struct Case {
        const char* text;
        Endpoint endpoint;
        const char* written;
    };
    for (const Case& test : {
             Case{"localhost", {"localhost", 9181}, "localhost:9181"},
             Case{"keeper-1.example.com:2181", {"keeper-1.example.com", 2181}, "keeper-1.example.com:2181"},
             Case{"10.0.0.1:65535", {"10.0.0.1", 65535}, "10.0.0.1:65535"},
             Case{"[::1]:2181", {"::1", 2181}, "[::1]:2181"},
             Case{"[fe80::1%eth0]", {"fe80::1%eth0", 9181}, "[fe80::1%eth0]:9181"},
             Case{"::1", {"::1", 9181}, "[::1]:9181"},
             Case{"k\xc3\xa9\xc3\xa9per", {"k\xc3\xa9\xc3\xa9per", 9181}, "k\xc3\xa9\xc3\xa9per:9181"},
         }) {
        CAPTURE(test.text);
        CHECK(net::parse_endpoint(test.text) == test.endpoint);
        CHECK(net::text_of(test.endpoint) == test.written);
    }
    CHECK(net::parse_endpoint("zoo1", 2181) == Endpoint{"zoo1", 2181});
}

TEST_CASE("what names no server is refused") {
    for (const std::string text :
         {"", ":9181", "host:", "host:0", "host:65536", "host:-1", "host:9181x", "host: 9181", "[::1",
          "[::1]9181", "[]:9181", "[::1]:", "a b", "-rf", "host/path", "http://host", "\x1b[2J", "a\nb"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(net::parse_endpoint(text), Error);
    }
    CHECK_THROWS_AS(net::parse_endpoint(std::string(254, 'a')), Error);
}
