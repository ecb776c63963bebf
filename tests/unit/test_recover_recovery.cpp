// A survivor with other members: every way that applies, for every directory of a real server.
#include "support/keeper_member.h"
#include "support/recovered.h"

#include "keeperfs/base/error.h"
#include "keeperfs/inspect/fsck.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace keeperfs;
using recover::Way;
using test::KeeperMember;
using test::Recovered;

namespace {

constexpr const char* survivors[] = {
    "01-simple-plainlog",       "02-rich-zstdlog-rotated",      "04-live-ephemerals-sigkill",
    "05-zstdlog-sigkill",       "06-digest-off-nosync-sigkill", "07-session-expiry-restart",
    "08-cluster3-sigterm/n1",   "08-cluster3-sigterm/n2",       "08-cluster3-sigterm/n3",
    "09-cluster-grown-3to4/n1", "09-cluster-grown-3to4/n2",     "09-cluster-grown-3to4/n3",
    "09-cluster-grown-3to4/n4", "10-force-recovered-single",    "12-survivor-of-three",
    "13-survivor-conf-appended"};

std::string golden(const std::string& name) { return test::golden("keeper/" + name).string(); }

bool has_snapshot(const std::string& directory) {
    return inspect::scan_directory(io::FileSystem::system(),
                                   inspect::find_data_places(io::FileSystem::system(), directory))
               .newest_sound() != nullptr;
}

void check_same_tree(const std::string& before, const std::string& after) {
    const keeper::ReplayedDirectory old = test::replayed(before), now = test::replayed(after);
    CHECK(!now.replay.first_disagreement());
    CHECK(now.replay.zxid() == old.replay.zxid());
    CHECK(now.replay.digest(1) == old.replay.digest(1));
    CHECK(now.replay.session_id_counter() == old.replay.session_id_counter());
    CHECK(test::tree_text(now.replay, test::Fields::all) == test::tree_text(old.replay, test::Fields::all));
}

/// Every valid record of `before` is there, as it was.
void check_records(const std::string& before, const Recovered& after) {
    auto records = test::records_in(after.place());
    for (const auto& entry : test::records_in(before)) {
        CAPTURE(entry.first);
        REQUIRE(records.contains(entry.first));
        CHECK(records[entry.first] == entry.second);
    }
}

} // namespace

TEST_CASE("each way brings each survivor to the one member that was asked for, with all its data") {
    for (const char* name : survivors)
        for (const Way way : recover::all_ways) {
            CAPTURE(name);
            CAPTURE(recover::name_of(way));
            const std::string before = golden(name);
            // The last record of 13 names members, so no section can be newer.
            const bool applies =
                way != Way::section ||
                (has_snapshot(before) && std::string_view(name) != "13-survivor-conf-appended");
            if (!applies) {
                CHECK_THROWS_AS(Recovered(before, test::alone("1=localhost:19251", way)), Error);
                continue;
            }
            const Recovered after(before, test::alone("1=localhost:19251", way));
            CHECK(after.proof.last_index == after.recovery.last_index);
            CHECK(after.recovery.last_index == after.recovery.files.last_index + (way == Way::log ? 1 : 0));
            REQUIRE(!after.proof.verdicts.empty());
            for (const inspect::StartVerdict& verdict : after.proof.verdicts) {
                REQUIRE(verdict.membership);
                CHECK(verdict.membership->servers == after.recovery.membership.servers);
                CHECK(verdict.last_index == after.recovery.last_index);
            }
            check_same_tree(before, after.place());
            if (way == Way::snapshot)
                CHECK(test::records_in(after.place()).empty());
            else
                check_records(before, after);
            CHECK(inspect::fsck(io::FileSystem::system(),
                                {inspect::find_data_places(io::FileSystem::system(), after.place()),
                                 {},
                                 std::nullopt,
                                 true})
                      .is_clean());
        }
}

TEST_CASE("by the section no log is touched, and the snapshot differs in nothing else") {
    for (const char* name : {"08-cluster3-sigterm/n2", "09-cluster-grown-3to4/n1", "12-survivor-of-three"}) {
        CAPTURE(name);
        const Recovered after(golden(name), test::alone("1=a:1"));
        CHECK(after.recovery.way == Way::section);
        CHECK(after.recovery.membership.log_index == after.recovery.files.last_index);
        for (const auto& entry : std::filesystem::directory_iterator(golden(name) + "/log"))
            CHECK(test::read_file(entry.path()) ==
                  test::read_file(after.place() + "/log/" + entry.path().filename().string()));
        const auto newest = fmt::format("snapshot_{}.bin.zstd", after.recovery.files.snapshot_index);
        test::WholeSnapshot old = test::read_snapshot(test::read_file(golden(name) + "/" + newest)),
                            now =
                                test::read_snapshot(test::read_file(after.place() + "/snapshots/" + newest));
        CHECK(now.nodes == old.nodes);
        CHECK(now.header.metadata_configuration == old.header.metadata_configuration);
        CHECK(now.cluster_configuration == keeper::encode_cluster_config(after.recovery.membership));
        now.cluster_configuration = old.cluster_configuration;
        CHECK(test::encode(now, now.header.version) == test::encode(old, old.header.version));
    }
}

TEST_CASE("a section replaces another or is added, in both codecs, and what stands behind it stays") {
    for (const auto codec : {keeper::SnapshotCodec::zstd, keeper::SnapshotCodec::lz4_blocks})
        for (const bool has_section : {false, true})
            for (const char* behind : {"", "what a later release may write"}) {
                if (!has_section && *behind != '\0')
                    continue; // it would be taken for the section
                const KeeperMember member;
                test::WholeSnapshot whole = test::sample_snapshot(5);
                whole.nodes.resize(1);
                whole.nodes[0].node.num_children = 0;
                whole.header.last_log_index = 7;
                whole.header.zxid = 7;
                whole.header.digest_version = 0;
                whole.sessions.clear();
                whole.cluster_configuration =
                    keeper::encode_cluster_config({3, 1, true, "context", {{1, 0, "old:1", ""}}});
                if (!has_section)
                    whole.cluster_configuration.reset();
                const std::string name =
                    codec == keeper::SnapshotCodec::zstd ? "snapshot_7.bin.zstd" : "snapshot_7.bin";
                test::write_file(member.dir.path() / "snapshots" / name,
                                 test::compress(test::encode(whole, 5) + behind, codec));
                const Recovered after(member.directory(), test::alone("4=new:1"));
                CHECK(after.recovery.way == Way::section);
                const test::WholeSnapshot now =
                    test::read_snapshot(test::read_file(after.place() + "/snapshots/" + name));
                const auto members = keeper::decode_cluster_config(as_bytes(*now.cluster_configuration), 0);
                CHECK(members.log_index == 7);
                CHECK(members.servers == std::vector{recover::parse_server("4=new:1")});
                CHECK(members.user_context == (has_section ? "context" : ""));
                CHECK(members.async_replication == has_section);
                CHECK(members.previous_index == (has_section ? 3 : 0));
                CHECK(now.unknown_bytes == std::string_view(behind).size());
                CHECK(now.nodes == whole.nodes);
            }
}

TEST_CASE("by the log the survivor of three becomes what a real server makes of it") {
    const Recovered after(golden("12-survivor-of-three"), test::alone("1=localhost:19251", Way::log));
    const std::string name = "/log/changelog_1_100.bin";
    const std::string wanted = test::read_file(golden("13-survivor-conf-appended") + name);
    std::string got = test::read_file(after.place() + name);
    REQUIRE(got.size() == wanted.size());
    const std::string old = test::read_file(golden("12-survivor-of-three") + name);
    constexpr std::size_t checksum_bytes = 8, previous_at = 37 + 8, previous_bytes = 8;
    CHECK(got.starts_with(old));
    CHECK(load_le<std::uint64_t>(as_bytes(got).data() + old.size() + previous_at) == 1);
    got.replace(old.size(), checksum_bytes, wanted, old.size(), checksum_bytes);
    got.replace(old.size() + previous_at, previous_bytes, wanted, old.size() + previous_at, previous_bytes);
    CHECK(got == wanted);
}

TEST_CASE("a file without room for the record stays, and the record gets one of its own") {
    const KeeperMember member("01-simple-plainlog");
    std::filesystem::rename(member.log("changelog_1_1000.bin"), member.log("changelog_1_16.bin"));
    const Recovered after(member.directory(), test::alone("1=a:1"));
    CHECK(after.recovery.way == Way::log);
    REQUIRE(after.recovery.not_taken.size() == 1);
    CHECK(after.recovery.not_taken[0].reason == "there is no snapshot that loads");
    CHECK(test::read_file(after.place() + "/log/changelog_1_16.bin") ==
          test::read_file(member.log("changelog_1_16.bin")));
    const auto records = test::records_in(after.place());
    CHECK(records.size() == 17);
    CHECK(records.at(17).term == records.at(16).term);
    CHECK(records.at(17).type == keeper::RecordType::configuration);
}

TEST_CASE("a snapshot without a log gets a section, or a record behind it") {
    const KeeperMember member;
    member.write_snapshot(40, 6);
    CHECK(Recovered(member.directory(), test::alone("1=a:1")).recovery.way == Way::section);
    const Recovered by_log(member.directory(), test::alone("1=a:1", Way::log));
    CHECK(by_log.proof.last_index == 41);
    CHECK(test::records_in(by_log.place()).at(41).term == 6);
    const Recovered by_snapshot(member.directory(), test::alone("1=a:1", Way::snapshot));
    CHECK(by_snapshot.proof.last_index == 40);
}

TEST_CASE("of a damaged log all good records are kept, and the file beside them") {
    struct Row {
        const char* name;
        std::uint64_t last; ///< of the records that can be reached
        std::size_t damaged;
    };
    const Row rows[] = {
        {"d1-torn-plain-tail", 78, 1},       {"d2-torn-zstd-tail", 78, 1},   {"d3-flipped-byte-plain", 77, 1},
        {"d6-zero-byte-snapshot", 79, 1},    {"d7-tmp-snapshot", 79, 0},     {"d8-flipped-byte-zstd", 76, 1},
        {"d9-flipped-byte-snapshot", 79, 1}, {"d10-zero-tail-plain", 79, 0}, {"d11-zstd-three-runs", 28, 1}};
    for (const Row& row : rows)
        for (const Way way : {Way::log, Way::snapshot}) {
            CAPTURE(row.name);
            CAPTURE(recover::name_of(way));
            const Recovered after(golden(row.name), test::alone("1=a:1", way));
            CHECK(after.recovery.files.last_index == row.last);
            CHECK(after.recovery.damaged.size() == row.damaged);
            for (const std::string& file : after.recovery.damaged)
                CHECK(test::read_file(file) ==
                      test::read_file(after.place() + "/damaged/" + io::name_of(file)));
            CHECK(after.proof.last_index == row.last + (way == Way::log ? 1 : 0));
        }
}

TEST_CASE("no vote is kept, and the term is not below any that was seen") {
    const KeeperMember member("12-survivor-of-three");
    keeper::RaftState state;
    state.term = 9;
    state.voted_for = 3;
    test::write_file(member.dir.path() / "state", keeper::encode_state_file(state));
    const Recovered after(member.directory(), test::alone("1=a:1"));
    const auto written = keeper::decode_state_file(as_bytes(test::read_file(after.place() + "/state")));
    CHECK(written.term == 9);
    CHECK(written.voted_for == -1);
    CHECK(written.election_timer_allowed);
}

TEST_CASE("members of which no cluster can be are refused before anything is written") {
    for (const auto& members : std::vector<std::vector<keeper::ClusterServer>>{
             {}, {{1, 0, "a:1", ""}, {1, 0, "b:1", ""}}, {{1, 0, "a:1", "", true}}}) {
        const recover::RecoveryWish wish{members, std::nullopt};
        CHECK_THROWS_AS(Recovered(golden("12-survivor-of-three"), wish), Error);
    }
    CHECK_THROWS_AS(Recovered(KeeperMember().directory(), test::alone("1=a:1")), Error);
}

TEST_CASE("a learner that is left becomes the only voter, with all its data") {
    const std::string data = golden("12-survivor-of-three");
    const std::vector<keeper::ClusterServer> two{{1, 0, "localhost:1", "", true}, {2, 0, "localhost:2", ""}};
    const Recovered with_learner(data, {two, std::nullopt});
    REQUIRE(with_learner.recovery.membership.servers == two);
    const keeper::ClusterServer own = recover::own_member(two, {}, 1);
    const Recovered alone(with_learner.place(), {{recover::as_only_member(own)}, std::nullopt});
    REQUIRE(alone.recovery.before);
    CHECK(alone.recovery.before->servers == two);
    REQUIRE(alone.recovery.membership.servers.size() == 1);
    CHECK(!alone.recovery.membership.servers[0].learner);
    CHECK(alone.recovery.membership.servers[0].priority > 0);
    CHECK(alone.recovery.membership.servers[0].endpoint == "localhost:1");
    check_same_tree(data, alone.place());
    check_records(data, alone);
}

TEST_CASE("what a running server adds while the copy is made is not taken") {
    const KeeperMember member("12-survivor-of-three");
    const recover::Survivors found =
        recover::find_survivors(io::FileSystem::system(), {{member.directory()}, false});
    const recover::Choice choice = recover::choose_one(found, 0);
    recover::RecoveryWish wish = test::alone("1=a:1");
    wish.is_running = true;
    const auto recovery = recover::plan_recovery(choice.scans, choice.log, wish);
    std::filesystem::copy_file(golden("13-survivor-conf-appended/log/changelog_1_100.bin"),
                               member.log("changelog_1_100.bin"),
                               std::filesystem::copy_options::overwrite_existing);
    const test::TestDir out;
    const auto proof =
        recover::execute_recovery(io::FileSystem::system(), choice.scans, recovery, out.file("copy"));
    CHECK(proof.last_index == 79);
    CHECK(test::read_file(out.file("copy/log/changelog_1_100.bin")) ==
          test::read_file(golden("12-survivor-of-three/log/changelog_1_100.bin")));
}

TEST_CASE("in place the files change and no other, and what was there lies beside") {
    for (const Way way : recover::all_ways) {
        CAPTURE(recover::name_of(way));
        const KeeperMember member("d1-torn-plain-tail");
        const test::TestDir out;
        const recover::Survivors found =
            recover::find_survivors(io::FileSystem::system(), {{member.directory()}, false});
        const recover::Choice choice = recover::choose_one(found, 0);
        const auto recovery = recover::plan_recovery(choice.scans, choice.log, test::alone("1=a:1", way));
        const auto proof =
            recover::recover_in_place(io::FileSystem::system(), choice.scans, recovery, out.file("backup"));
        CHECK(proof.last_index == recovery.last_index);
        CHECK(test::read_file(out.file("backup/log/changelog_76_100.bin")) ==
              test::read_file(golden("d1-torn-plain-tail/log/changelog_76_100.bin")));
        CHECK(std::filesystem::exists(member.log("changelog_76_100.bin")) == (way != Way::snapshot));
        CHECK_THROWS_AS(
            recover::recover_in_place(io::FileSystem::system(), choice.scans, recovery, out.file("backup")),
            Error);
    }
}
