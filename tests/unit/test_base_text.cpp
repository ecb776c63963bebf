#include "keeperfs/base/text.h"

#include <doctest/doctest.h>

#include <vector>

using namespace keeperfs;

TEST_CASE("session ids have 64 bits, of which the highest can be set") {
    CHECK(parse_session_id("0x1a") == 0x1a);
    CHECK(parse_session_id("26") == 26);
    CHECK(parse_session_id("-1") == -1);
    CHECK(parse_session_id("0xffffffffffffffff") == -1);
    CHECK(parse_session_id("0x8000000000000000") == INT64_MIN);
    for (const char* none : {"", "0x", "1a", "0x10000000000000000", "9223372036854775808", "-0x1", "1 "})
        CHECK_FALSE(parse_session_id(none));
}

TEST_CASE("sizes are read in binary units, with or without a fraction") {
    CHECK(parse_size("4096") == 4096);
    CHECK(parse_size("64MiB") == 64ull << 20);
    CHECK(parse_size("1.5G") == 3ull << 29);
    CHECK(parse_size("2kb") == 2048);
    CHECK_FALSE(parse_size("64 MiB"));
    CHECK_FALSE(parse_size("-1"));
    CHECK_FALSE(parse_size("1Q"));
    CHECK_FALSE(parse_size("nan"));
    CHECK_FALSE(parse_size("9999999T"));
}

TEST_CASE("durations have a unit") {
    using namespace std::chrono_literals;
    CHECK(parse_duration("500ms") == 500ms);
    CHECK(parse_duration("10s") == 10s);
    CHECK(parse_duration("1.5s") == 1500ms);
    CHECK(parse_duration("2m") == 2min);
    CHECK(parse_duration("1h") == 1h);
    for (const char* wrong : {"", "10", "s", "-1s", "1 s", "1d", "nans", "infs", "1e300h", "10ss"})
        CHECK_FALSE_MESSAGE(parse_duration(wrong), wrong);
}

TEST_CASE("times are read with their offset from UTC and written in UTC") {
    CHECK(parse_time("1970-01-01T00:00:00Z") == 0);
    CHECK(parse_time("2026-11-24T14:05:00.25+01:00") == parse_time("2026-11-24 13:05:00.250Z"));
    CHECK(parse_time("1700000000000") == 1700000000000);
    CHECK(time_text(1700000000123) == "2023-11-14T22:13:20.123Z");
    CHECK(time_text(-1) == "1969-12-31T23:59:59.999Z");
    for (const char* wrong : {"2026-02-30T00:00:00Z", "2026-11-24T14:05:00", "yesterday", "2026-11-24", "",
                              "2026-11-24T14:05:00Zx", "2026-11-24T25:05:00Z"})
        CHECK_FALSE_MESSAGE(parse_time(wrong), wrong);
}

TEST_CASE("foreign text cannot move a terminal's cursor") {
    CHECK(escaped("/a/b") == "/a/b");
    CHECK(escaped("\x1b[2J") == "\\x1b[2J");
    CHECK(escaped("caf\xc3\xa9") == "caf\xc3\xa9");
    CHECK(escaped("\xc2\x9b") == "\\xc2\\x9b");
    CHECK(escaped("\xff\xfe") == "\\xff\\xfe");
    CHECK(escaped("\xed\xa0\xbd") == "\\xed\\xa0\\xbd");
    CHECK(escaped("a\\b") == "a\\\\b");
}

TEST_CASE("numbers for people") {
    CHECK(grouped(0) == "0");
    CHECK(grouped(999) == "999");
    CHECK(grouped(111360784) == "111,360,784");
    CHECK(size_text(1023) == "1023 B");
    CHECK(size_text(1536) == "1.5 KiB");
    CHECK(counted(1, "node", "nodes") == "1 node");
    CHECK(counted(2, "node", "nodes") == "2 nodes");
    CHECK(duration_text(std::chrono::seconds(192)) == "3m 12s");
    CHECK(hex(std::int64_t{-1}) == "0xffffffffffffffff");
}

TEST_CASE("zxids are decimal or hexadecimal") {
    CHECK(parse_zxid("0x1a3") == 0x1a3);
    CHECK(parse_zxid("419") == 419);
    CHECK_FALSE(parse_zxid("1a3"));
    CHECK_FALSE(parse_zxid("-1"));
    CHECK_FALSE(parse_zxid(""));
    CHECK_FALSE(parse_zxid("0xffffffffffffffff"));
}

TEST_CASE("the nearest word is offered only when it is near") {
    const std::vector<std::string> words{"--output-dir", "--sessions"};
    CHECK(nearest("--ouput-dir", words) == "--output-dir");
    CHECK_FALSE(nearest("--xyz", words));
}
