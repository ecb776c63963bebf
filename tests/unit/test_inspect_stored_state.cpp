// What the files of a real ensemble of three say of its members, and configurations beside them.
#include "support/config_files.h"

#include "keeperfs/inspect/stored_state.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <set>

using namespace keeperfs;

namespace {

inspect::Disks disks(const std::vector<std::string>& directories) {
    inspect::Disks disks;
    for (const std::string& directory : directories)
        disks.push_back(storage::read_only(storage::local_disk(directory)));
    return disks;
}

std::optional<keeper::ClusterConfig> stored_in(const std::string& name) {
    const std::string directory = std::string(KFS_GOLDEN_DIR) + "/keeper/" + name;
    return inspect::stored_state(disks({directory}), disks({directory + "/log"})).members;
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
    inspect::Disks empty;
    empty.push_back(storage::memory_disk());
    const auto state = inspect::stored_state(empty, empty);
    CHECK_FALSE(state.members);
    CHECK_FALSE(state.newest_snapshot);
}

TEST_CASE("of several disks the newest snapshot and the last record count") {
    const std::string golden = std::string(KFS_GOLDEN_DIR) + "/keeper/";
    const std::string old = golden + "08-cluster3-sigterm/n1", later = golden + "09-cluster-grown-3to4/n1";
    const auto newest = inspect::stored_state(disks({later}), disks({})).newest_snapshot;
    REQUIRE(newest);
    for (const auto& order : {std::vector{old, later}, std::vector{later, old}}) {
        const auto state = inspect::stored_state(disks(order), disks({order[0] + "/log", order[1] + "/log"}));
        REQUIRE(state.members);
        CHECK(state.members->servers.size() == 4);
        REQUIRE(state.newest_snapshot);
        CHECK(state.newest_snapshot->header.last_log_index == newest->header.last_log_index);
    }
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

namespace {

/// Of a configuration with this setting, where the newest snapshot of some real files holds more than it
/// does.
std::string version_codes(const std::string& setting, keeper::Release release, std::int64_t counter,
                          std::uint64_t ttl_nodes = 0, std::uint64_t containers = 0) {
    const std::string directory = std::string(KFS_GOLDEN_DIR) + "/keeper/08-cluster3-sigterm/n1";
    auto state = inspect::stored_state(disks({directory}), {});
    REQUIRE(state.newest_snapshot);
    state.newest_snapshot->greatest_seq_num = counter;
    state.newest_snapshot->ttl_nodes = ttl_nodes;
    state.newest_snapshot->containers = containers;
    config::CheckPlan plan;
    plan.release = release;
    const auto configuration =
        test::load_config({{"k.xml", "<clickhouse><keeper_server><coordination_settings>" + setting +
                                         "</coordination_settings></keeper_server></clickhouse>"}});
    std::string codes;
    for (const config::ConfigFinding& found :
         inspect::compare_snapshot_version(configuration, plan, *state.newest_snapshot))
        codes += found.finding.code;
    return codes;
}

std::string written(int version) {
    return fmt::format("<write_snapshot_version>{}</write_snapshot_version>", version);
}

} // namespace

TEST_CASE("snapshots that a server will write, and what is in the tree") {
    constexpr std::int64_t half = std::int64_t{1} << 30, limit = std::int64_t{1} << 31;
    struct Row {
        std::string setting;
        keeper::Release release;
        std::int64_t counter;
        std::uint64_t ttl_nodes, containers;
        const char* expected;
    };
    const Row rows[] = {
        {"", {24, 8}, half - 1, 0, 0, ""},
        {"", {24, 8}, half, 0, 0, "stored.counter-near-limit"},
        {written(6), {26, 9}, half, 0, 0, "stored.counter-near-limit"},
        {written(6), {26, 9}, limit - 1, 0, 0, "stored.counter-near-limit"},
        {written(6), {26, 9}, limit, 0, 0, "stored.version-too-low"},
        {written(7), {26, 9}, limit, 0, 0, ""},
        {"", {26, 9}, limit, 0, 0, ""},
        {"", {26, 7}, limit, 0, 0, "stored.version-too-low"},
        {written(7), {26, 9}, 1, 1, 0, "stored.version-too-low"},
        {"", {26, 9}, 1, 1, 0, ""},
        {"", {26, 9}, 1, 1, 1, "stored.version-too-low"},
        {written(9), {26, 9}, 1, 1, 1, ""},
    };
    for (const Row& row : rows)
        CHECK_MESSAGE(version_codes(row.setting, row.release, row.counter, row.ttl_nodes, row.containers) ==
                          row.expected,
                      row.setting, " ", row.counter);
}
