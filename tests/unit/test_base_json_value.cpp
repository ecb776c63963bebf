#include "keeperfs/base/json_value.h"

#include <doctest/doctest.h>

using namespace keeperfs;

TEST_CASE("every kind of JSON value is read with its type") {
    const auto read = parse_json(R"( {"n":null,"b":true,"i":-9223372036854775808,"u":18446744073709551615,
        "l":4294967296,"m":4294967295,"d":1.5e3,"s":"a\u00e9\n\"","a":[1,[],{}],"i":7} )");
    REQUIRE(read);
    CHECK(read->find("n")->as<std::nullptr_t>() != nullptr);
    CHECK(*read->find("b")->as<bool>());
    CHECK(*read->find("u")->as<std::uint64_t>() == UINT64_MAX);
    CHECK(*read->find("l")->as<std::int64_t>() == 4294967296);
    CHECK(*read->find("m")->as<std::int64_t>() == 4294967295);
    CHECK(*read->find("d")->as<double>() == 1500);
    CHECK(*read->find("s")->as<std::string>() == "a\xc3\xa9\n\"");
    CHECK(read->find("a")->as<JsonValue::Array>()->size() == 3);
    CHECK(*read->find("i")->as<std::int64_t>() == 7); // the last one counts
    CHECK(*read->as<JsonValue::Object>()->values.at(2).as<std::int64_t>() == INT64_MIN);
    CHECK(*parse_json("0e93")->as<double>() == 0);
    CHECK(read->find("x") == nullptr);
    CHECK(read->find("s")->find("x") == nullptr);
    CHECK(read->find("s")->as<bool>() == nullptr);
}

TEST_CASE("what is no JSON is none") {
    for (const std::string text :
         {"",     " ",       "{",   "[1,]", "{\"a\":1,}", "{\"a\"}",  "nul",         "01",
          "+1",   "NaN",     "'a'", "\"a",  "\"\x01\"",   "\"\xff\"", "\"\\ud800\"", "1 2",
          "{} x", "// c\n1", "[1}", "1e999"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_json(text));
    }
    CHECK_FALSE(parse_json(std::string_view("1\0", 2)));
    CHECK_FALSE(parse_json(std::string_view("\"a\0\"", 4)));
}

TEST_CASE("depth is bounded") {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    CHECK(parse_json(nested(deepest_json)));
    CHECK_FALSE(parse_json(nested(deepest_json + 1)));
    CHECK_FALSE(parse_json(std::string(1'000'000, '[')));
}
