#include "keeperfs/probe/metrics.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace keeperfs::probe;
using namespace std::literals;

namespace {

Reading reading(std::string_view text) {
    std::vector<Sample> samples;
    return read_metrics(text, samples);
}
Value only_value(const std::string& written) {
    std::vector<Sample> samples;
    REQUIRE(read_metrics("a " + written + "\n", samples) == Reading::whole);
    return samples.at(0).value;
}

} // namespace

TEST_CASE("samples have their type, labels, value and time") {
    std::vector<Sample> samples;
    REQUIRE(read_metrics("# HELP KeeperZnodeCount Number of nodes \\\\ here\n"
                         "# TYPE KeeperZnodeCount gauge\n"
                         "KeeperZnodeCount 5123\n"
                         "\n"
                         "# a comment, TYPE of nothing\n"
                         "  a:b_9{le=\"0.5\", path=\"C:\\\\x\\n\\\"y\\\"\",}\t1.5e3 -1700000000000\n"
                         "empty{} 18446744073709551615\n"
                         "# TYPE d histogram\n"
                         "d_bucket{le=\"+Inf\"} 3\n"
                         "late 1\n# TYPE late counter\n",
                         samples) == Reading::whole);
    CHECK(samples ==
          std::vector<Sample>{
              {"KeeperZnodeCount", "gauge", {}, std::int64_t{5123}, {}},
              {"a:b_9", "untyped", {{"le", "0.5"}, {"path", "C:\\x\n\"y\""}}, 1500.0, -1700000000000},
              {"empty", "untyped", {}, UINT64_MAX, {}},
              {"d_bucket", "histogram", {{"le", "+Inf"}}, std::int64_t{3}, {}},
              {"late", "counter", {}, std::int64_t{1}, {}},
          });
}

TEST_CASE("numbers are read as Prometheus reads them") {
    CHECK(only_value("+7") == Value(std::int64_t{7}));
    CHECK(only_value("-0.25") == Value(-0.25));
    CHECK(std::isnan(std::get<double>(only_value("NaN"))));
    CHECK(std::get<double>(only_value("+Inf")) > 1e308);
    CHECK(std::get<double>(only_value("-Inf")) < -1e308);
}

TEST_CASE("what is not the format is not taken") {
    for (const std::string_view text : {""sv,
                                        "\n"sv,
                                        "# HELP a b\n"sv,
                                        "a\n"sv,
                                        "a x\n"sv,
                                        "1a 1\n"sv,
                                        "a-b 1\n"sv,
                                        "a 1 2 3\n"sv,
                                        "a 1 1.5\n"sv,
                                        "a{b} 1\n"sv,
                                        "a{b=c} 1\n"sv,
                                        "a{b=\"c\" 1\n"sv,
                                        "a{b=\"c} 1\n"sv,
                                        "a{b=\"\\x\"} 1\n"sv,
                                        "a{b=\"c\" d=\"e\"} 1\n"sv,
                                        "a{,} 1\n"sv,
                                        "a{1=\"c\"} 1\n"sv,
                                        "a{b=\"\xff\"} 1\n"sv,
                                        "a inf\n"sv,
                                        "a 0x10\n"sv,
                                        "a ++1\n"sv,
                                        "a +-1\n"sv,
                                        "a 1e999\n"sv,
                                        "a 1\r\n"sv,
                                        "a 1\n# TYPE a gauge\n# TYPE a gauge\n"sv,
                                        "# TYPE a number\na 1\n"sv,
                                        "# TYPE 1a gauge\na 1\n"sv,
                                        "# HELP a \xff\na 1\n"sv,
                                        "<html>\n"sv,
                                        "imok"sv,
                                        "a 1\nb\0 1\n"sv,
                                        "a{b=\"c\"}1x\n"sv}) {
        CAPTURE(std::string(text));
        CHECK(reading(text) == Reading::not_understood);
    }
}

TEST_CASE("a text that ends within a line is cut short") {
    for (const std::string_view text :
         {"a 1\nb 2", "a 1\nb", "a 1\nb{c=\"", "a 1\n# TY", "a 1\n# TYPE b gau", "a 1"}) {
        CAPTURE(std::string(text));
        CHECK(reading(text) == Reading::cut_short);
    }
}

TEST_CASE("the number of samples is bounded") {
    std::string text;
    for (std::size_t i = 0; i < most_samples; ++i)
        text += "a 1\n";
    CHECK(reading(text) == Reading::whole);
    CHECK(reading(text + "a 1\n") == Reading::not_understood);
}
