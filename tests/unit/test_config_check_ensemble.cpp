// Two nodes that fit each other, and what one change in the second makes of it.
#include "support/config_files.h"

#include "keeperfs/config/check.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <set>

using namespace keeperfs;
using config::ConfigFinding;

namespace {

struct Node {
    int id = 2;
    std::string keeper, coordination, flags, top;
    std::string members = "<server><id>1</id><hostname>h1</hostname><port>9234</port></server>"
                          "<server><id>2</id><hostname>h2</hostname><port>9234</port></server>";
    int port = 9181;
    std::string path = "/k";
};

config::Configuration load(const Node& node, const std::string& name) {
    return test::load_config(
        {{name,
          fmt::format("<clickhouse>{}<keeper_server><server_id>{}</server_id><tcp_port>{}</tcp_port>"
                      "<storage_path>{}</storage_path>{}<coordination_settings>{}</coordination_settings>"
                      "<feature_flags>{}</feature_flags><raft_configuration>{}</raft_configuration>"
                      "</keeper_server></clickhouse>",
                      node.top, node.id, node.port, node.path, node.keeper, node.coordination, node.flags,
                      node.members)}},
        name);
}

std::vector<ConfigFinding> compare(const Node& first, const Node& second) {
    const config::Configuration nodes[] = {load(first, "one.xml"), load(second, "two.xml")};
    return config::check_ensemble(nodes, {});
}

std::string codes_in(const std::vector<ConfigFinding>& findings) {
    std::set<std::string> codes;
    for (const ConfigFinding& found : findings)
        codes.insert(found.finding.code);
    std::string text;
    for (const std::string& code : codes)
        text += (text.empty() ? "" : " ") + code;
    return text;
}

Node first_node() {
    Node node;
    node.id = 1;
    return node;
}
template <class Change> Node changed(const Change& change) {
    Node node;
    change(node);
    return node;
}

} // namespace

TEST_CASE("two nodes of one ensemble differ in their ids only") {
    CHECK(codes_in(compare(first_node(), Node())).empty());
    CHECK(config::check_ensemble({}, {}).empty());
    const config::Configuration alone[] = {load(first_node(), "one.xml")};
    CHECK(config::check_ensemble(alone, {}).empty());
}

TEST_CASE("what must agree between nodes, and what must differ") {
    struct Row {
        const char* codes;
        Node second;
    };
    const Row rows[] = {
        {"cluster.member-without-file cluster.same-id", changed([](Node& node) { node.id = 1; })},
        {"cluster.members-differ", changed([](Node& node) {
             node.members += "<server><id>3</id><hostname>h3"
                             "</hostname><port>1</port></server>";
         })},
        {"cluster.setting-differs", changed([](Node& node) {
             node.coordination = "<heart_beat_interval_ms>200</heart_beat_interval_ms>";
         })},
        // The defaults, in other words.
        {"", changed([](Node& node) {
             node.coordination = "<use_xid_64>0</use_xid_64><session_timeout_ms>100K"
                                 "</session_timeout_ms>";
         })},
        {"", changed([](Node& node) { node.coordination = "<snapshots_to_keep>9</snapshots_to_keep>"; })},
        {"cluster.setting-differs", changed([](Node& node) { node.flags = "<multi_read>0</multi_read>"; })},
        {"cluster.setting-differs",
         changed([](Node& node) { node.keeper = "<superdigest>super:other</superdigest>"; })},
        {"cluster.tls-differs", changed([](Node& node) { node.members += "<secure>1</secure>"; })},
    };
    for (const Row& row : rows)
        CHECK_MESSAGE(codes_in(compare(first_node(), row.second)) == row.codes,
                      (row.second.members + row.second.coordination + row.second.flags));
}

TEST_CASE("a secret that differs is not shown") {
    const auto findings = compare(
        first_node(), changed([](Node& node) { node.keeper = "<superdigest>super:hidden</superdigest>"; }));
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].finding.message == "superdigest is another than in etc/one.xml");
    CHECK(findings[0].finding.file == "etc/two.xml");
}

TEST_CASE("nodes on one host share neither ports nor directories") {
    const auto on_one_host = [](Node& node) {
        node.members = "<server><id>1</id><hostname>localhost</hostname><port>1</port></server>"
                       "<server><id>2</id><hostname>localhost</hostname><port>2</port></server>";
    };
    Node first = first_node();
    on_one_host(first);
    Node second = changed(on_one_host);
    CHECK(codes_in(compare(first, second)) == "cluster.port-clash cluster.shared-storage");
    second.port = 9182;
    CHECK(codes_in(compare(first, second)) == "cluster.shared-storage");
    second.path = "/k2";
    CHECK(codes_in(compare(first, second)).empty());
}

TEST_CASE("a bucket with one prefix belongs to one node") {
    const std::string disk =
        "<storage_configuration><disks><s><type>s3</type><endpoint>http://s3/b/</endpoint></s>"
        "</disks></storage_configuration>";
    Node first = first_node();
    first.top = disk;
    CHECK(codes_in(compare(first, changed([&](Node& node) { node.top = disk; }))) ==
          "cluster.shared-storage");
}
