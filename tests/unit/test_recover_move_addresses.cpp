// New endpoints for a stopped cluster.
#include "support/keeper_member.h"
#include "support/recovered.h"

#include "keeperfs/base/error.h"
#include "keeperfs/recover/move_addresses.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using recover::MovedNode;
using recover::Way;

namespace {

std::vector<std::string> three(const std::string& folder = "08-cluster3-sigterm") {
    std::vector<std::string> directories;
    for (const char* node : {"n1", "n2", "n3"})
        directories.push_back((test::golden("keeper/" + folder) / node).string());
    return directories;
}

std::vector<MovedNode> plan(const std::vector<std::string>& directories,
                            const std::vector<std::string>& servers = {"1=new1:9000", "3=[fd00::3]:9000"}) {
    std::vector<keeper::ClusterServer> parsed;
    for (const std::string& server : servers)
        parsed.push_back(recover::parse_server(server));
    return recover::plan_move(recover::find_survivors(io::FileSystem::system(), {directories, false}),
                              parsed);
}

} // namespace

TEST_CASE("only endpoints differ in each node's membership; records and tree stay") {
    const test::TestDir out;
    const std::vector<std::string> names{"1", "2", "3"};
    const std::vector<MovedNode> nodes = plan(three());
    recover::execute_move(io::FileSystem::system(), nodes, out.file("moved"), names);
    REQUIRE(nodes.size() == 3);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        CAPTURE(i);
        const std::string moved = out.file("moved/" + names[i]);
        const auto scan = inspect::scan_directory(io::FileSystem::system(),
                                                  inspect::find_data_places(io::FileSystem::system(), moved));
        keeper::ClusterConfig members = *scan.newest_sound()->membership;
        const keeper::ClusterConfig& before = *nodes[i].recovery.before;
        CHECK(members.log_index == 87);
        CHECK(members.previous_index == before.log_index);
        CHECK(members.servers[0].endpoint == "new1:9000");
        CHECK(members.servers[1] == before.servers[1]);
        CHECK(members.servers[2].endpoint == "[fd00::3]:9000");
        for (std::size_t place = 0; place < 3; ++place)
            members.servers[place].endpoint = before.servers[place].endpoint;
        CHECK(members.servers == before.servers);
        CHECK(test::records_in(moved) == test::records_in(nodes[i].directory));
        CHECK(test::tree_text(test::replayed(moved).replay, test::Fields::all) ==
              test::tree_text(test::replayed(nodes[i].directory).replay, test::Fields::all));
    }
}

TEST_CASE("where one member ends earlier, the section of each has an index that all logs reach") {
    const test::KeeperMember late("08-cluster3-sigterm/n2");
    const auto records = test::records_in(late.directory());
    test::StringSink sink;
    keeper::ChangelogWriter writer(sink, keeper::ChangelogCodec::zstd);
    for (std::uint64_t index = 76; index <= 85; ++index) {
        keeper::ChangelogRecord record;
        record.index = index;
        record.term = records.at(index).term;
        record.type = records.at(index).type;
        record.blob = as_bytes(records.at(index).blob);
        writer.write(record);
    }
    writer.finish();
    test::write_file(late.log("changelog_76_100.bin.zstd"), sink.content);
    std::vector<std::string> directories = three();
    directories[1] = late.directory();
    for (const MovedNode& node : plan(directories))
        CHECK(node.recovery.membership.log_index == 85);
}

TEST_CASE("what does not agree is refused") {
    std::vector<std::string> directories = three();
    directories[1] = test::golden("keeper/12-survivor-of-three").string();
    CHECK_THROWS_AS(plan(directories), Error);
    directories.pop_back();
    CHECK_THROWS_AS(plan(directories), Error);
    CHECK_THROWS_AS(plan({three()[0], three()[1]}), Error);
    CHECK_THROWS_AS(plan(three(), {"4=new:1"}), Error);
    CHECK_THROWS_AS(plan(three(), {"1=new:1", "2=new:1"}), Error);
}

TEST_CASE("when one node's files cannot be written, none gets its name") {
    const test::TestDir out;
    std::filesystem::create_directories(out.path() / "moved" / "3" / "in the way");
    const std::vector<std::string> names{"1", "2", "3"};
    const std::vector<MovedNode> nodes = plan(three());
    CHECK_THROWS_AS(recover::execute_move(io::FileSystem::system(), nodes, out.file("moved"), names), Error);
    CHECK(!std::filesystem::exists(out.path() / "moved" / "1"));
    CHECK(!std::filesystem::exists(out.path() / "moved" / "2"));
}
