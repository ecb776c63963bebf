// What ClickHouse's manual says of its files (docs/en/operations/configuration-files.md), and files of real
// servers.
#include "support/config_files.h"
#include "support/test_dir.h"

#include "keeperfs/config/values.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using test::load_config;

namespace {

/// "key=text key=text", in order.
std::string entries(const config::Configuration& config) {
    std::string out;
    for (const config::Entry& entry : config.entries())
        out += (out.empty() ? "" : " ") + entry.key + "=" + entry.value.text;
    return out;
}

} // namespace

TEST_CASE("two files are merged as the manual says") {
    const auto config = load_config({{"config.xml", R"(<!-- config.xml -->
<clickhouse>
    <config_a>
        <setting_1>1</setting_1>
    </config_a>
    <config_b>
        <setting_2>2</setting_2>
    </config_b>
    <config_c>
        <setting_3>3</setting_3>
    </config_c>
</clickhouse>
)"},
                                     {"config.d/other_config.xml", R"(<!-- config.d/other_config.xml -->
<clickhouse>
    <config_a>
        <setting_4>4</setting_4>
    </config_a>
    <config_b replace="replace">
        <setting_5>5</setting_5>
    </config_b>
    <config_c remove="remove">
        <setting_6>6</setting_6>
    </config_c>
</clickhouse>
)"}},
                                    "config.xml");
    CHECK(entries(config) == "config_a.setting_1=1 config_a.setting_4=4 config_b.setting_5=5");
    CHECK(config.findings().empty());
}

TEST_CASE("a variable and its default are read as the manual says") {
    const std::string plain = "<clickhouse><profiles><default><max_query_size "
                              "from_env=\"MAX_QUERY_SIZE\"/></default></profiles></clickhouse>";
    const std::string with_default =
        "<clickhouse><profiles><default><max_query_size replace=\"1\" "
        "from_env=\"MAX_QUERY_SIZE\">150000</max_query_size></default></profiles></clickhouse>";
    const char* const wanted = "profiles.default.max_query_size=150000";
    CHECK(entries(load_config({{"k.xml", plain}}, "k.xml", {{"MAX_QUERY_SIZE", "150000"}})) == wanted);
    CHECK(entries(load_config({{"k.xml", with_default}})) == wanted);
}

TEST_CASE("YAML becomes what the manual says") {
    const struct {
        const char* yaml;
        const char* wanted;
    } cases[] = {
        {"key: value\n", "key=value"},
        {"map_key:\n  key1: val1\n  key2: val2\n  key3: val3\n",
         "map_key.key1=val1 map_key.key2=val2 map_key.key3=val3"},
        {"seq_key:\n  - val1\n  - val2\n  - key1: val3\n  - map:\n      key2: val4\n      key3: val5\n",
         "seq_key=val1 seq_key[1]=val2 seq_key[2].key1=val3 seq_key[3].map.key2=val4 "
         "seq_key[3].map.key3=val5"},
        {"map:\n  \"@attr1\": value1\n  \"@attr2\": value2\n  key: 123\n",
         "map[@attr1]=value1 map[@attr2]=value2 map.key=123"},
        {"map_key:\n  \"@attr1\": value1\n  \"#text\": value2\n", "map_key[@attr1]=value1 map_key=value2"},
    };
    for (const auto& c : cases)
        CHECK_MESSAGE(entries(load_config({{"k.yaml", c.yaml}}, "k.yaml")) == c.wanted, c.yaml);
}

TEST_CASE("encrypted values are named") {
    const auto config = load_config({{"k.xml", R"(<clickhouse>
    <interserver_http_credentials>
        <user>admin</user>
        <password encrypted_by="AES_128_GCM_SIV">961F000000040000000000EEDDEF4F453CFE6457C4234BD7C09258BD651D85</password>
    </interserver_http_credentials>
</clickhouse>)"}});
    CHECK(config.value("interserver_http_credentials.password")->is_encrypted);
    CHECK_FALSE(config.value("interserver_http_credentials.user")->is_encrypted);
    CHECK(test::codes_of(config) == "config.value.encrypted");
    CHECK(config.findings()[0].line == 4);
}

TEST_CASE("the files of real servers are read") {
    std::size_t read = 0;
    for (const auto& file : std::filesystem::directory_iterator(test::golden("config/keeper"))) {
        config::LoadOptions options;
        options.default_include_from.clear();
        const auto config = config::load_configuration(file.path(), options);
        CAPTURE(file.path().string());
        CHECK(config.findings().empty());
        CHECK(config.root_name() == "clickhouse");
        const auto port = config.value("keeper_server.tcp_port");
        REQUIRE(port);
        CHECK(config::integer_of(port->text));
        CHECK(port->origin == config::Origin{file.path().string(), 1});
        const auto servers = config.children("keeper_server.raft_configuration");
        REQUIRE_FALSE(servers.empty());
        bool is_member = false;
        for (const std::string& server : servers)
            is_member |= config.value("keeper_server.raft_configuration." + server + ".id")->text ==
                         config.value("keeper_server.server_id")->text;
        CHECK(is_member);
        ++read;
    }
    CHECK(read >= 20);
}
