#include "backup/store_lock.h"
#include "support/backup_scene.h"
#include "support/keeper_member.h"
#include "support/keeper_tree.h"
#include "support/recovered.h"

#include "keeperfs/backup/create.h"
#include "keeperfs/io/process.h"

#include <algorithm>

using namespace keeperfs;
using namespace keeperfs::test;

namespace {

constexpr const char* sound[] = {
    "01-simple-plainlog",     "02-rich-zstdlog-rotated",      "04-live-ephemerals-sigkill",
    "05-zstdlog-sigkill",     "06-digest-off-nosync-sigkill", "07-session-expiry-restart",
    "08-cluster3-sigterm/n1", "09-cluster-grown-3to4/n4",     "10-force-recovered-single",
    "12-survivor-of-three",   "13-survivor-conf-appended"};
constexpr const char* damaged[] = {
    "d1-torn-plain-tail",    "d2-torn-zstd-tail",     "d3-flipped-byte-plain", "d4-flipped-byte-middle-log",
    "d5-missing-middle-log", "d6-zero-byte-snapshot", "d8-flipped-byte-zstd",  "d9-flipped-byte-snapshot"};

std::string data(const char* name) { return golden(std::string("keeper/") + name).string(); }

void check_same_tree(const std::string& before, const std::string& after) {
    const keeper::ReplayedDirectory old = replayed(before), now = replayed(after);
    CHECK(now.replay.last_index() == old.replay.last_index());
    CHECK(now.replay.zxid() == old.replay.zxid());
    CHECK(tree_text(now.replay, Fields::all) == tree_text(old.replay, Fields::all));
}

} // namespace

TEST_CASE("a backup of every server's directory comes back as it was") {
    for (const char* name : sound) {
        CAPTURE(name);
        BackupScene scene;
        const auto made = scene.back_up(data(name), true);
        CHECK(made.manifest.is_good());
        CHECK(!made.manifest.was_written_to);
        CHECK(scene.verify().is_well());
        const auto restored = scene.restore();
        CHECK(restored.last_index == made.manifest.last_index);
        check_same_tree(data(name), scene.target());
        for (const auto& [index, record] : records_in(data(name)))
            CHECK(records_in(scene.target())[index] == record);
    }
}

TEST_CASE("of a damaged directory the part from which a server can start is kept, and the rest is said") {
    for (const char* name : damaged) {
        CAPTURE(name);
        BackupScene scene;
        const auto made = scene.back_up(data(name));
        CHECK(!made.manifest.is_good());
        CHECK(scene.verify().backups.front().findings.empty());
        CHECK(scene.restore().last_index == made.manifest.last_index);
    }
}

TEST_CASE("a directory with nothing to start from makes no backup") {
    BackupScene scene;
    const KeeperMember empty;
    CHECK_THROWS_AS(scene.back_up(empty.directory()), Error);
    const KeeperMember behind;
    behind.write(50, 60, 1);
    CHECK_THROWS_AS(scene.back_up(behind.directory()), Error);
    CHECK(scene.store.list().empty());
    CHECK(scene.disk->list("").empty());
}

TEST_CASE("what an earlier backup has stored is not stored again") {
    for (const auto& key : {std::optional<io::SecretKey>(), std::optional(key_of(3))}) {
        BackupScene scene(key);
        const KeeperMember member;
        member.write_snapshot(10, 1);
        member.write(1, 20, 1);
        CHECK(scene.back_up(member.directory()).reused_files == 0);
        const std::size_t objects = scene.disk->list("data_").size();
        const auto again = scene.back_up(member.directory());
        CHECK(again.new_files == 0);
        CHECK(again.stored_bytes == 0);
        CHECK(scene.disk->list("data_").size() == objects);
        member.write(21, 30, 1);
        const auto grown = scene.back_up(member.directory());
        CHECK(grown.new_files == 1);
        CHECK(grown.manifest.last_index == 30);
        CHECK(scene.store.list().size() == 3);
        CHECK(scene.verify().is_well());
    }
}

TEST_CASE("what a dead run left is not taken for stored, nor what has another size") {
    BackupScene scene;
    const KeeperMember member;
    member.write_snapshot(10, 1);
    member.write(1, 20, 1);
    const auto first = scene.back_up(member.directory()).manifest;
    scene.store.remove(first.id);
    write_file(scene.place(first.files[0].object), "half");
    CHECK(scene.back_up(member.directory()).reused_files == 0);
    const auto second = scene.store.list().front().manifest;
    write_file(scene.place(second->files[0].object), "half");
    CHECK(scene.back_up(member.directory()).new_files == 1);
    CHECK(scene.verify().is_well());
}

TEST_CASE("files of several directories become one") {
    const KeeperMember one, other;
    one.write_snapshot(10, 1);
    one.write(1, 20, 1);
    other.write(21, 30, 1);
    BackupScene scene;
    backup::CreateOptions options;
    options.places = {{(other.dir.path() / "log").string(), (one.dir.path() / "log").string()},
                      {(one.dir.path() / "snapshots").string()},
                      ""};
    options.now_ms = first_backup_ms;
    CHECK(backup::create(scene.files, scene.store, options).manifest.last_index == 30);
    scene.restore();
}

TEST_CASE("two runs are kept apart, and the lock of one that died is taken over") {
    BackupScene scene;
    const KeeperMember member("01-simple-plainlog");
    {
        const backup::StoreLock lock(*scene.disk, false);
        CHECK_THROWS_AS(scene.back_up(member.directory()), Error);
        CHECK(read_file(scene.place("backup.lock")).find(io::this_process().host) != std::string::npos);
    }
    CHECK(!std::filesystem::exists(scene.place("backup.lock")));
    // Process 1 of another start.
    const io::ProcessIdentity own = io::this_process();
    const auto text = [&](const std::string& host, const std::string& started) {
        return "{\"host\":\"" + host + "\",\"boot\":\"" + own.boot + "\",\"space\":\"" + own.space +
               "\",\"process\":" + std::to_string(own.number) + ",\"started\":\"" + started + "\"}";
    };
    write_file(scene.place("backup.lock"), text(own.host, "1"));
    CHECK(scene.back_up(member.directory()).manifest.is_good());
    write_file(scene.place("backup.lock"), text(own.host, own.started));
    CHECK_THROWS_AS(scene.back_up(member.directory()), Error);
    write_file(scene.place("backup.lock"), text("another-host", "1"));
    CHECK_THROWS_AS(scene.back_up(member.directory()), Error);
    const backup::StoreLock broken(*scene.disk, true);
    broken.require();
    write_file(scene.place("backup.lock"), text("another-host", "1"));
    CHECK_THROWS_AS(broken.require(), Error);
}
