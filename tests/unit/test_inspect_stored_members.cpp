// What the files of a real ensemble of three say of its members, and configurations beside them.
#include "support/config_files.h"

#include "keeperfs/inspect/stored_members.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <set>

using namespace keeperfs;

namespace {

std::optional<keeper::ClusterConfig> stored_in(const std::string& name) {
    const std::string directory = std::string(KFS_GOLDEN_DIR) + "/keeper/" + name;
    const auto snapshots = storage::read_only(storage::local_disk(directory));
    const auto logs = storage::read_only(storage::local_disk(directory + "/log"));
    return inspect::stored_members(*snapshots, *logs);
}

keeper::ClusterConfig three() {
    keeper::ClusterConfig members;
    for (int id = 1; id <= 3; ++id) {
        keeper::ClusterServer server;
        server.id = id;
        server.endpoint = fmt::format("h{}:9234", id);
        members.servers.push_back(server);
    }
    return members;
}

std::string server(int id, const std::string& host) {
    return fmt::format("<server><id>{}</id><hostname>{}</hostname><port>9234</port></server>", id, host);
}

std::string codes(const std::string& servers) {
    const auto configuration =
        test::load_config({{"k.xml", "<clickhouse><keeper_server><raft_configuration>" + servers +
                                         "</raft_configuration></keeper_server></clickhouse>"}});
    std::set<std::string> found;
    for (const config::ConfigFinding& finding :
         inspect::compare_members(configuration, config::read_keeper_settings(configuration), three())) {
        CHECK(finding.finding.file == "etc/k.xml");
        found.insert(finding.finding.code);
    }
    return fmt::format("{}", fmt::join(found, " "));
}

} // namespace

TEST_CASE("the newest configuration in snapshot and log is that of the files") {
    const auto ensemble = stored_in("08-cluster3-sigterm/n1");
    REQUIRE(ensemble);
    CHECK(ensemble->servers.size() == 3);
    const auto grown = stored_in("09-cluster-grown-3to4/n1");
    REQUIRE(grown);
    CHECK(grown->servers.size() == 4);
    const auto appended = stored_in("13-survivor-conf-appended");
    REQUIRE(appended);
    CHECK(appended->servers.size() == 1);
}

TEST_CASE("files without members name none") {
    const auto empty = storage::memory_disk();
    CHECK_FALSE(inspect::stored_members(*empty, *empty));
}

TEST_CASE("a configuration that differs from the files: what the leader does, and what nobody does") {
    CHECK(codes(server(1, "h1") + server(2, "h2") + server(3, "h3")).empty());
    CHECK(codes(server(1, "h1") + server(2, "moved") + server(3, "h3")) == "stored.endpoint-differs");
    CHECK(codes(server(1, "h1") + server(2, "h2") + server(3, "h3") + server(4, "h4")) ==
          "stored.member-added");
    CHECK(codes(server(1, "h1") + server(2, "h2")) == "stored.member-removed");
    CHECK(codes(server(1, "h1") + server(2, "h2") + server(4, "h4")) ==
          "stored.member-added stored.member-removed stored.several-changes");
}
