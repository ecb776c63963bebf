#include "backup/store_lock.h"
#include "support/backup_scene.h"
#include "support/faulty_disk.h"
#include "support/keeper_member.h"
#include "support/keeper_tree.h"
#include "support/living_keeper.h"
#include "support/recovered.h"

#include "keeperfs/backup/create.h"
#include "keeperfs/io/cancel.h"
#include "keeperfs/io/process.h"

#include <algorithm>
#include <csignal>

using namespace keeperfs;
using namespace keeperfs::test;

namespace {

constexpr const char* sound[] = {"01-simple-plainlog",           "02-rich-zstdlog-rotated",
                                 "04-live-ephemerals-sigkill",   "05-zstdlog-sigkill",
                                 "06-digest-off-nosync-sigkill", "07-session-expiry-restart",
                                 "08-cluster3-sigterm/n1",       "10-force-recovered-single",
                                 "12-survivor-of-three",         "13-survivor-conf-appended"};
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
        CAPTURE(std::string(name));
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
        CAPTURE(std::string(name));
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
        LivingKeeper keeper(scene.dir.path() / "data", {20, 30, 25, 3});
        keeper.append(50);
        CHECK(scene.back_up(keeper.directory()).reused_files == 0);
        const std::size_t objects = scene.disk->list("data_").size();
        const auto again = scene.back_up(keeper.directory());
        CHECK(again.new_files == 0);
        CHECK(again.stored_bytes == 0);
        CHECK(scene.disk->list("data_").size() == objects);
        keeper.append(5);
        const auto grown = scene.back_up(keeper.directory());
        CHECK(grown.new_files == 1);
        CHECK(grown.manifest.last_index == 55);
        CHECK(scene.store.list().size() == 3);
        CHECK(scene.verify().is_well());
    }
}

TEST_CASE("what a dead run left is not taken for stored, nor what has another size") {
    BackupScene scene;
    LivingKeeper keeper(scene.dir.path() / "data", {20, 30, 25, 3});
    keeper.append(50);
    const auto first = scene.back_up(keeper.directory()).manifest;
    scene.store.remove(first.id);
    write_file(scene.place(first.files[0].object), "half");
    CHECK(scene.back_up(keeper.directory()).reused_files == 0);
    const auto second = scene.store.list().front().manifest;
    write_file(scene.place(second->files[0].object), "half");
    CHECK(scene.back_up(keeper.directory()).new_files == 1);
    CHECK(scene.verify().is_well());
}

TEST_CASE("files of several directories become one") {
    BackupScene scene;
    LivingKeeper keeper(scene.dir.path() / "data", {20, 30, 1000, 3});
    keeper.append(50);
    const auto log = scene.dir.path() / "data/log", old = scene.dir.path() / "old";
    std::filesystem::create_directory(old);
    std::filesystem::rename(log / "changelog_1_20.bin", old / "changelog_1_20.bin");
    backup::CreateOptions options;
    options.places = {{log.string(), old.string()}, {(scene.dir.path() / "data/snapshots").string()}, ""};
    options.now_ms = first_backup_ms;
    const auto made = backup::create(scene.files, scene.store, options).manifest;
    CHECK(std::ranges::any_of(made.files, [](const auto& file) { return file.first_index == 1; }));
    scene.restore();
}

TEST_CASE("the record that a server has half written is no fault of it") {
    BackupScene scene;
    LivingKeeper keeper(scene.dir.path() / "data", {20, 30, 25, 3});
    keeper.append(50);
    keeper.tear();
    // At rest nobody will write the other half.
    CHECK(!scene.back_up(keeper.directory()).manifest.is_good());
    backup::CreateOptions options;
    options.places = {{keeper.directory() + "/log"}, {keeper.directory() + "/snapshots"}, ""};
    options.now_ms = scene.now_ms;
    options.is_running = true;
    const auto made = backup::create(scene.files, scene.store, options).manifest;
    CHECK(made.is_good());
    CHECK(made.last_index == 50);
}

TEST_CASE("a snapshot that the server made and that is not here shows other directories") {
    BackupScene scene;
    LivingKeeper keeper(scene.dir.path() / "data", {20, 30, 25, 3});
    keeper.append(50);
    backup::CreateOptions options;
    options.places = {{keeper.directory() + "/log"}, {keeper.directory() + "/snapshots"}, ""};
    options.now_ms = scene.now_ms;
    options.server = backup::BackupServer{"keeper1:9181", 1, "24.8", "follower", 31};
    CHECK_THROWS_AS(backup::create(scene.files, scene.store, options), Error);
    options.server->last_index = 30;
    CHECK(backup::create(scene.files, scene.store, options).manifest.server->last_index == 30);
}

TEST_CASE("what is not stored as it was written is found when it is read back") {
    for (const bool compresses : {false, true}) {
        CAPTURE(compresses);
        BackupScene scene;
        const KeeperMember member("01-simple-plainlog");
        std::string hit;
        FaultyDisk disk(storage::local_disk(scene.dir.file("store")),
                        [&](DiskCall call, const std::string& name) {
                            if (call != DiskCall::open || !hit.empty() || !name.starts_with("data_"))
                                return;
                            hit = scene.place(name);
                            std::string bytes = read_file(hit);
                            bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x10);
                            write_file(hit, bytes);
                        });
        backup::Store store(disk);
        const auto found = inspect::find_data_places(scene.files, member.directory());
        backup::CreateOptions options;
        options.places.log_dirs = {found.log_dir};
        options.compresses = compresses;
        options.now_ms = scene.now_ms;
        try {
            backup::create(scene.files, store, options);
            FAIL("it went unnoticed");
        } catch (const Error& error) {
            REQUIRE(!hit.empty());
            CHECK(error.kind() == ErrorKind::bad_output);
            CHECK(std::string(error.what()).find(hit) != std::string::npos);
        }
        CHECK(!std::filesystem::exists(hit));
        CHECK(scene.store.list().empty());
    }
}

TEST_CASE("a run that a signal ends gives its lock back") {
    BackupScene scene;
    {
        const backup::StoreLock lock(*scene.disk, false);
        CHECK(std::filesystem::exists(scene.place("backup.lock")));
        io::request_cancel(SIGINT);
        CHECK_THROWS_AS(lock.require(), Error); // whatever else it would do
    }
    CHECK_THROWS_AS(io::throw_if_cancelled(), Error);
    io::request_cancel(0);
    CHECK(!std::filesystem::exists(scene.place("backup.lock")));
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
