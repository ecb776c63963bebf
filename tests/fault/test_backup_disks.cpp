// Backups of what lies on disks, where nothing keeps it while it is read.
#include "support/backup_scene.h"
#include "support/faulty_disk.h"
#include "support/living_keeper.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <mutex>

using namespace keeperfs;
using namespace keeperfs::test;

namespace {

/// A server's directory, of which every file is read through a disk.
struct DiskScene {
    BackupScene scene;
    LivingKeeper keeper{scene.dir.path() / "data", {20, 30, 25, 2}};

    DiskScene() { keeper.append(50); }

    backup::CreateOptions on_disks(const FaultyDisk::Before& what) {
        // The files are read by several threads; what a test does between their calls is done by one at a
        // time.
        const FaultyDisk::Before before =
            [what, one = std::make_shared<std::mutex>()](DiskCall call, const std::string& name) {
                const std::scoped_lock lock(*one);
                what(call, name);
            };
        backup::CreateOptions options;
        const auto add = [&](const std::string& directory) {
            const std::shared_ptr<storage::Disk> disk = storage::local_disk(directory);
            return options.places.add_disk(
                {std::make_shared<FaultyDisk>(disk, before), "", "s3:" + directory});
        };
        options.places.log_dirs = {add(keeper.directory() + "/log")};
        options.places.snapshot_dirs = {add(keeper.directory() + "/snapshots")};
        options.places.state_file = add(keeper.directory()) + "/state";
        options.is_running = true;
        options.now_ms = scene.now_ms;
        return options;
    }
    backup::CreateReport create(const FaultyDisk::Before& before) {
        return backup::create(scene.files, scene.store, on_disks(before));
    }
};

/// What they hold, by name.
std::vector<std::pair<std::string, std::string>> contents(const backup::Manifest& manifest) {
    std::vector<std::pair<std::string, std::string>> all;
    for (const backup::BackupFile& file : manifest.files)
        all.emplace_back(file.name, file.content_id);
    std::ranges::sort(all);
    return all;
}

} // namespace

TEST_CASE("a backup of disks has what one of the same directories has") {
    DiskScene disks;
    const auto far = disks.create([](DiskCall, const std::string&) {}).manifest;
    CHECK(far.is_good());
    CHECK(far.log_dirs == std::vector{"s3:" + disks.keeper.directory() + "/log"});
    CHECK(contents(far) == contents(disks.scene.back_up(disks.keeper.directory()).manifest));
}

TEST_CASE("what a server takes away while it is read is no part of the backup, and nothing is missing") {
    std::uint64_t number = 1;
    bool was_read_again = false;
    for (bool was_met = true; was_met; number += KFS_SANITIZED ? 9 : 3) {
        CAPTURE(number);
        DiskScene disks;
        std::uint64_t calls = 0;
        bool was_read = false;
        const auto made = disks.create([&](DiskCall call, const std::string& name) {
            was_read = was_read || call == DiskCall::open;
            was_read_again = was_read_again || (was_read && call == DiskCall::stat && name == "state");
            // A snapshot is made, and the oldest goes with its logs.
            if (++calls == number)
                disks.keeper.append(30);
        });
        was_met = calls >= number;
        CHECK(made.manifest.is_good());
        CHECK(disks.scene.verify().is_well());
        CHECK(disks.scene.restore().last_index == made.manifest.last_index);
    }
    CHECK(number > 20);
    CHECK(was_read_again);
}

TEST_CASE("a server that takes files away each time that they are read gets no backup") {
    DiskScene disks;
    int snapshots_read = 0;
    const auto before = [&](DiskCall call, const std::string& name) {
        if (call == DiskCall::open && name.starts_with("snapshot_") && ++snapshots_read < 1000)
            disks.keeper.append(30);
    };
    ErrorKind kind{};
    try {
        disks.create(before);
    } catch (const Error& error) {
        kind = error.kind();
    }
    CHECK(kind == ErrorKind::in_use);
    CHECK(disks.scene.store.list().empty());
    CHECK(!disks.scene.disk->stat(backup::Store::lock_name));
}
