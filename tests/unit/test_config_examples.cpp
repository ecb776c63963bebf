// How files become effective values: worked examples.
#include "support/config_files.h"

#include "keeperfs/config/values.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using test::ConfigFiles;
using test::load_config;

namespace {

std::string value(const config::Configuration& config, const std::string& key) {
    const auto found = config.value(key);
    return found ? found->text : "(absent)";
}

std::string c(const std::string& content) { return "<clickhouse>" + content + "</clickhouse>"; }

} // namespace

TEST_CASE("E1") {
    const auto config = load_config({{"keeper_config.xml", c("<port>9181</port>")},
                                     {"conf.d/zz.xml", c("<port>1</port>")},
                                     {"keeper_config.d/aa.xml", c("<port>2</port>")},
                                     {"config.d/zz.xml", c("<port>3</port>")}},
                                    "keeper_config.xml");
    CHECK(value(config, "port") == "2");
    const auto port = config.value("port");
    REQUIRE(port->overrode.size() == 2);
    CHECK(port->overrode[0].text == "9181");
    CHECK(port->overrode[1].origin.file == "etc/conf.d/zz.xml");
    CHECK(port->overrode[1].origin.line == 1);
    CHECK(config.files().size() == 4);
    CHECK(config.findings().size() == 1);
}
