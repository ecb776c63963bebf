#include "keeperfs/probe/answer.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

using namespace keeperfs::probe;

namespace {

Reading reading_of(std::string_view word, std::string_view text) {
    Answer answer;
    return read_answer(word, text, answer);
}
Value value_in(std::string_view word, std::string_view text, std::string_view name) {
    Answer answer;
    read_answer(word, text, answer);
    const Value* const value = answer.find(name);
    REQUIRE(value != nullptr);
    return *value;
}
Value of_mntr(const std::string& line) {
    return value_in("mntr", line + "\nzk_approximate_data_size\t1\n", line.substr(0, line.find('\t')));
}

} // namespace

TEST_CASE("numbers of any form are read") {
    CHECK(of_mntr("zk_a\t-9223372036854775808") == Value(std::int64_t{INT64_MIN}));
    CHECK(of_mntr("zk_a\t9223372036854775808") == Value(std::uint64_t{1} << 63));
    CHECK(of_mntr("zk_max_file_descriptor_count\t18446744073709551615") == Value(std::int64_t{-1}));
    CHECK(of_mntr("zk_a\t1.7297301E7") == Value(17297301.0));
    CHECK(std::isnan(std::get<double>(of_mntr("zk_a\tNaN"))));
    CHECK(of_mntr("zk_a\tinfinity") == Value(std::string("infinity")));
    CHECK(of_mntr("zk_a\t12ms") == Value(std::string("12ms")));
    CHECK(of_mntr("zk_a\t") == Value(std::string()));
    CHECK(of_mntr("zk_a\tb\tc") == Value(std::string("b\tc")));
}

TEST_CASE("a field that comes twice has its last value and its first place") {
    Answer answer;
    REQUIRE(read_answer("conf", "server_id=1\nmax=100\nforce_sync=true\nmax=200\n", answer) ==
            Reading::whole);
    CHECK(answer.fields ==
          Record{{"server_id", std::int64_t{1}}, {"max", std::int64_t{200}}, {"force_sync", true}});
}

TEST_CASE("the version of ZooKeeper's members ends without a line feed") {
    const std::string members = "clientPort=2181\nmembership: \nserver.1=a:2888:3888:participant\nversion=";
    CHECK(value_in("conf", members + "10000a", "version") == Value(std::string("10000a")));
    CHECK(reading_of("conf", members) == Reading::cut_short);
    CHECK(reading_of("conf", members + "1x") == Reading::cut_short);
    CHECK(reading_of("mntr", "zk_approximate_data_size\t1\nversion=1") == Reading::cut_short);
}

TEST_CASE("zxids are read in both forms of Keeper") {
    const auto zxid = [](const std::string& text) {
        return value_in("srvr",
                        "ClickHouse Keeper version: v\nZxid: " + text + "\nMode: leader\nNode count: 1\n",
                        "zxid");
    };
    CHECK(zxid("6699") == Value(Id{6699}));
    CHECK(zxid("0x1a2b") == Value(Id{0x1a2b}));
    CHECK(zxid("0x") == Value(Id{0}));
    CHECK(zxid("0xffffffffffffffff") == Value(Id{~std::uint64_t{0}}));
}

TEST_CASE("a leader of ZooKeeper names its proposals, a read-only server itself") {
    const std::string text = "Zookeeper version: 3.8\nREAD-ONLY mode; serving only read-only clients\n"
                             "Latency min/avg/max: 0/0.5/12\nMode: leader\nNode count: 4\n"
                             "Proposal sizes last/min/max: 48/32/64\n";
    CHECK(value_in("srvr", text, "read_only") == Value(true));
    CHECK(value_in("srvr", text, "avg_latency_ms") == Value(0.5));
    CHECK(value_in("srvr", text, "last_proposal_size") == Value(std::int64_t{48}));
    CHECK(value_in("srvr", text, "max_proposal_size") == Value(std::int64_t{64}));
}

TEST_CASE("the term that is an index is left out, a right one stays") {
    Answer answer;
    read_answer("lgif", "first_log_idx\t7\nfirst_log_term\t7\nlast_log_idx\t9\nlast_snapshot_idx\t0\n",
                answer);
    CHECK(answer.find("first_log_term") == nullptr);
    CHECK(value_in("lgif", "first_log_idx\t7\nfirst_log_term\t2\nlast_log_idx\t9\nlast_snapshot_idx\t0\n",
                   "first_log_term") == Value(std::int64_t{2}));
}

TEST_CASE("what a server could not do is a failure") {
    CHECK(reading_of("csnp", "Failed to schedule snapshot creation task.") == Reading::failure);
    CHECK(reading_of("rqld", "Failed to send leadership request to leader.") == Reading::failure);
    CHECK(reading_of("rqld", "Sent leadership request to leader.") == Reading::whole);
}

TEST_CASE("an answer whose end is missing is not whole, where its form tells") {
    struct Case {
        const char *word, *text;
    };
    for (const Case& test : {
             Case{"ruok", "imo"},
             Case{"srvr", "ClickHouse Keeper version: v25.8\nMode: leader\n"},
             Case{"mntr", "zk_version\tv25.8\n"},
             Case{"wchs", "1 connections watching 1 paths\n"},
             Case{"lgif", "first_log_idx\t1\n"},
             Case{"dirs", "snapshot_dir_size: 1\n"},
             Case{"envi", "Environment:\n"},
             Case{"dump", "Sessions dump (2):\n0x1\n"},
             Case{"dump", "Sessions dump (0):\nSessions with Ephemerals (1):\n"},
             Case{"dump", "Sessions dump (1):\n0x1\n"},
             Case{"cons", " 127.0.0.1:1(recved=0,sent=0)\n 127."},
         }) {
        CAPTURE(test.word);
        CAPTURE(test.text);
        CHECK(reading_of(test.word, test.text) == Reading::cut_short);
    }
}

TEST_CASE("what is no answer of a server is not understood") {
    for (const char* word :
         {"mntr", "srvr", "stat", "cons", "conf", "envi", "dirs", "dump", "wchs", "wchc", "wchp",
          "lgif", "ftfl", "pfev", "apiv", "hash", "ruok", "isro", "crst", "csnp", "gtmk", "rqld"})
        for (const char* text : {"HTTP/1.1 400 Bad Request\r\n\r\n", "220 mail ESMTP\r\n", "\n", "x",
                                 "\x16\x03\x01", "This instance is not currently serving requests"}) {
            CAPTURE(word);
            CAPTURE(text);
            // ZooKeeper's line feed where there is nothing to list.
            const bool may_be_empty = text == std::string("\n") &&
                                      (std::string_view(word) == "wchc" || std::string_view(word) == "wchp" ||
                                       std::string_view(word) == "hash");
            CHECK(reading_of(word, text) == (may_be_empty ? Reading::whole : Reading::not_understood));
        }
    for (const auto& test :
         {std::pair{"wchc", "\t/a\n"}, std::pair{"wchp", "\t0x1\n"}, std::pair{"wchp", "/a\n\t/b\n"},
          std::pair{"dump", "0x1\n"}, std::pair{"cons", " 127.0.0.1:1(recved)\n"},
          std::pair{"cons", " (a=1)\n"}, std::pair{"hash", "80 7\n"}, std::pair{"csnp", "-1"}}) {
        CAPTURE(test.second);
        CHECK(reading_of(test.first, test.second) == Reading::not_understood);
    }
}

TEST_CASE("a word that nobody knows is answered by text") {
    CHECK(value_in("zzzz", "hello\n", "text") == Value(std::string("hello\n")));
    CHECK(value_in("jmfp", "/tmp/jemalloc_keeper.1.heap\n", "file") ==
          Value(std::string("/tmp/jemalloc_keeper.1.heap")));
    CHECK(reading_of("zzzz", "") == Reading::not_understood);
}

TEST_CASE("a connection has its address without slash and interest, unknown details stay") {
    Answer answer;
    REQUIRE(read_answer("cons",
                        " /[0:0:0:0:0:0:0:1]:4711[1](queued=0,new=x,lresp=0)\n [::1]:51234(recved=1)\n",
                        answer) == Reading::whole);
    REQUIRE(answer.lists.size() == 1);
    const auto& records = answer.lists[0].records;
    CHECK(records[0] == Record{{"address", std::string("[0:0:0:0:0:0:0:1]:4711")},
                               {"interest_ops", std::string("1")},
                               {"queued", std::int64_t{0}},
                               {"new", std::string("x")}});
    CHECK(records[1] == Record{{"address", std::string("[::1]:51234")}, {"received", std::int64_t{1}}});
}
