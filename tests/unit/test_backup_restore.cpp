#include "support/backup_scene.h"
#include "support/keeper_member.h"
#include "support/keeper_tree.h"
#include "support/living_keeper.h"
#include "support/recovered.h"

#include "keeperfs/backup/restore.h"
#include "keeperfs/inspect/fsck.h"

#include <random>

using namespace keeperfs;
using namespace keeperfs::test;
using backup::RestoreWish;

namespace {

std::string data(const std::string& name) { return golden("keeper/" + name).string(); }

keeper::ReplayedDirectory replayed_to(const std::string& directory, std::optional<std::uint64_t> index,
                                      std::optional<std::int64_t> time_ms = std::nullopt) {
    const auto places = inspect::find_data_places(io::FileSystem::system(), directory);
    keeper::ReplayPlan plan;
    plan.at_index = index;
    plan.at_time_ms = time_ms;
    const auto disk = [](const std::string& place) {
        return place.empty() ? storage::memory_disk() : storage::local_disk(place);
    };
    return keeper::replay_directory(*disk(places.snapshot_dir), *disk(places.log_dir), plan);
}

void check_is_sound(const std::string& directory) {
    const auto report = inspect::fsck(
        io::FileSystem::system(),
        {inspect::find_data_places(io::FileSystem::system(), directory), {}, std::nullopt, true});
    for (const inspect::FsckFinding& found : report.findings)
        CHECK_MESSAGE(found.finding.severity == Severity::note, found.finding.code);
}

} // namespace

TEST_CASE("restored to any record, the tree is what a replay up to there makes of the original") {
    std::mt19937 random(17);
    for (const char* name : {"01-simple-plainlog", "02-rich-zstdlog-rotated", "07-session-expiry-restart"}) {
        const std::string original = data(name);
        BackupScene scene;
        const std::uint64_t last = scene.back_up(original).manifest.last_index;
        const std::uint64_t first = replayed_to(original, std::nullopt).report.logs.front().first_index;
        for (int round = 0; round < 8; ++round) {
            RestoreWish wish;
            wish.point.index = std::uniform_int_distribution<std::uint64_t>(first, last)(random);
            CAPTURE(name);
            CAPTURE(*wish.point.index);
            std::optional<keeper::ReplayedDirectory> wanted;
            try {
                wanted = replayed_to(original, wish.point.index);
            } catch (const Error&) {
                // No snapshot lies before it.
            }
            // A gap lies before it.
            if (!wanted || wanted->replay.last_index() != *wish.point.index) {
                CHECK_THROWS_AS(scene.restore(wish), Error);
                continue;
            }
            const auto restored = scene.restore(wish);
            CHECK(restored.last_index == *wish.point.index);
            const auto got = replayed(scene.target());
            CHECK(got.replay.last_index() == *wish.point.index);
            CHECK(tree_text(got.replay, Fields::all) == tree_text(wanted->replay, Fields::all));
            check_is_sound(scene.target());
            std::filesystem::remove_all(scene.target());
        }
        RestoreWish beyond;
        beyond.point.index = last + 1;
        CHECK_THROWS_AS(scene.restore(beyond), Error);
    }
}

TEST_CASE("a zxid and a time lead to the record that they mean") {
    const std::string original = data("01-simple-plainlog");
    BackupScene scene;
    scene.back_up(original);
    const auto half = replayed_to(original, 10);
    RestoreWish by_zxid, by_time;
    by_zxid.point.zxid = half.replay.zxid();
    CHECK(replayed_to(scene.restore(by_zxid).log_dir + "/..", std::nullopt).replay.zxid() ==
          half.replay.zxid());
    std::filesystem::remove_all(scene.target());
    by_time.point.time_ms = half.report.last_time_ms;
    CHECK(scene.restore(by_time).last_index ==
          replayed_to(original, std::nullopt, half.report.last_time_ms).replay.last_index());
}

TEST_CASE("what the server has compacted since comes from the backup before") {
    BackupScene scene;
    LivingKeeper keeper(scene.dir.path() / "data", {20, 50, 35, 1});
    LivingKeeper whole(scene.dir.path() / "whole", {1000, 1000, 1000, 9});
    keeper.append(70);
    scene.back_up(keeper.directory());
    keeper.append(60);
    scene.back_up(keeper.directory());
    whole.append(130);
    for (const std::uint64_t index : {50UL, 65UL, 70UL, 72UL, 99UL, 100UL, 130UL}) {
        RestoreWish wish;
        wish.point.index = index;
        CAPTURE(index);
        const auto restored = scene.restore(wish);
        CHECK(restored.last_index == index);
        CHECK(restored.backups.size() == (index == 72 || index == 99 ? 2 : 1));
        CHECK(tree_text(replayed(scene.target()).replay, Fields::all) ==
              tree_text(replayed_to(whole.directory(), index).replay, Fields::all));
        std::filesystem::remove_all(scene.target());
    }
    scene.store.remove(scene.store.list().front().id);
    RestoreWish alone;
    alone.point.index = 72;
    CHECK_THROWS_AS(scene.restore(alone), Error);
}

TEST_CASE("other members get in, and the clone has all the data") {
    const std::string original = data("12-survivor-of-three");
    for (const char* server : {"1=clone:9234", "7=clone:9234"}) {
        BackupScene scene;
        scene.back_up(original);
        RestoreWish wish;
        wish.members = {recover::parse_server(server), recover::parse_server("8=other:9234")};
        const auto restored = scene.restore(wish);
        CHECK(restored.members == wish.members);
        CHECK(restored.members_before.size() == 3);
        CHECK(tree_text(replayed(scene.target()).replay, Fields::all) ==
              tree_text(replayed(original).replay, Fields::all));
        check_is_sound(scene.target());
    }
}

TEST_CASE("a point and other members go together") {
    BackupScene scene;
    scene.back_up(data("01-simple-plainlog"));
    RestoreWish wish;
    wish.point.index = 10;
    wish.members = {recover::parse_server("5=alone:9234")};
    const auto restored = scene.restore(wish);
    const auto got = replayed(scene.target());
    CHECK(got.replay.zxid() == replayed_to(data("01-simple-plainlog"), 10).replay.zxid());
    CHECK(restored.members == wish.members);
}

TEST_CASE("the three places of a server are filled, and taken ones refused") {
    BackupScene scene;
    scene.back_up(data("01-simple-plainlog"));
    const backup::RestoreTarget target{"", scene.dir.file("log"), scene.dir.file("snapshots"),
                                       scene.dir.file("state")};
    std::filesystem::create_directory(scene.dir.path() / "log");
    backup::restore(scene.files, scene.store, {}, target);
    CHECK(replayed(scene.dir.path().string()).replay.last_index() ==
          replayed(data("01-simple-plainlog")).replay.last_index());
    CHECK_THROWS_AS(backup::restore(scene.files, scene.store, {}, target), Error);
    CHECK_THROWS_AS(backup::restore(scene.files, scene.store, {}, {scene.dir.file("log"), "", "", ""}),
                    Error);
    CHECK_THROWS_AS(backup::restore(scene.files, scene.store, {}, {}), Error);
}

TEST_CASE("a subtree becomes a snapshot with its counters") {
    BackupScene scene;
    const std::string original = data("02-rich-zstdlog-rotated");
    scene.back_up(original);
    const auto whole = tree_text(replayed(original).replay, Fields::all);
    std::string top;
    for (const auto& [path, line] : whole)
        if (path.size() > 1 && path.find('/', 1) == std::string::npos && !path.starts_with("/keeper"))
            top = path;
    REQUIRE(!top.empty());
    const auto restored =
        backup::restore_paths(scene.files, scene.store, {}, top + "/**", scene.dir.file("out"));
    CHECK(restored.paths == std::vector<std::string>{top});
    const auto part = replayed(scene.dir.file("out"));
    for (const auto& [path, line] : tree_text(part.replay, Fields::all))
        if (path.starts_with(top))
            CHECK(line == whole.at(path));
    for (const char* glob : {"/no-such", "no path"})
        CHECK_THROWS_AS(backup::restore_paths(scene.files, scene.store, {}, glob, scene.dir.file("none")),
                        Error);
    CHECK_THROWS_AS(backup::restore_paths(scene.files, scene.store, {}, "/**", scene.dir.file("out")), Error);
    CHECK(!std::filesystem::exists(scene.dir.file("none")));
}
