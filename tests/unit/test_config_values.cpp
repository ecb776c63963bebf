#include "keeperfs/config/values.h"

#include <doctest/doctest.h>

using namespace keeperfs::config;

TEST_CASE("a text is an integer where a server takes it for one") {
    const struct {
        const char* text;
        std::optional<std::int64_t> value;
    } cases[] = {
        {"9181", 9181},
        {"-1", -1},
        {"+7", 7},
        {"007", 7},
        {" 9181", 9181}, // blanks before are skipped, behind not
        {" 9181 ", std::nullopt},
        {"9,181", 9181},
        {"9181x", std::nullopt},
        {"1.5", std::nullopt},
        {"1e3", std::nullopt},
        {"", std::nullopt},
        {" ", std::nullopt},
        {"-", 0},
        {"0x10", 16},
        {"0XfF", 255},
        {"0x", std::nullopt},
        {"-0x10", std::nullopt},
        {"9223372036854775807", INT64_MAX},
        {"9223372036854775808", std::nullopt},
        {"-9223372036854775808", INT64_MIN},
        {"-9223372036854775809", std::nullopt},
        {"0xffffffffffffffff", -1},
        {"0x10000000000000000", std::nullopt},
        {"ten", std::nullopt},
    };
    for (const auto& c : cases)
        CHECK_MESSAGE(integer_of(c.text) == c.value, c.text);
}

TEST_CASE("a text is a boolean where a server takes it for one") {
    const struct {
        const char* text;
        std::optional<bool> value;
    } cases[] = {
        {"true", true},
        {"True", true},
        {"YES", true},
        {"on", true},
        {"1", true},
        {"-3", true},
        {"false", false},
        {"No", false},
        {"OFF", false},
        {"0", false},
        {"", std::nullopt},
        {"enabled", std::nullopt},
        {"y", std::nullopt},
        {"true ", std::nullopt},
        {"0x1", std::nullopt}, // a boolean's number is decimal
        {"2147483648", std::nullopt},
    };
    for (const auto& c : cases)
        CHECK_MESSAGE(boolean_of(c.text) == c.value, c.text);
}
