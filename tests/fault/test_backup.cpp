// A server that writes all the time, and a process that dies at every call that changes the store: what is
// called a backup can be restored.
#include "support/backup_scene.h"
#include "support/crashing_run.h"
#include "support/living_keeper.h"
#include "support/recovered.h"

#include "keeperfs/backup/prune.h"

#include <doctest/doctest.h>
#include <signal.h>

#include <algorithm>
#include <cstdlib>

using namespace keeperfs;
using namespace keeperfs::test;

namespace {

/// Which calls: all, or with a sanitizer, which makes each run many times as long, one of so many.
constexpr std::uint64_t every = KFS_SANITIZED ? 7 : 1;
bool is_complete() { return std::getenv("KFS_COMPLETE") != nullptr; }

/// Writes as fast as it can, in a process of its own, as long as the object lives.
class WritingProcess {
public:
    explicit WritingProcess(const std::filesystem::path& directory) {
        LivingKeeper keeper(directory, {20, 30, 25, 2});
        keeper.append(35);
        child_ = ::fork();
        if (child_ == 0) {
            try {
                for (;;) {
                    keeper.append(1);
                    // So that the tree does not grow faster than backups of it are made.
                    ::usleep(200);
                }
            } catch (const std::exception&) {
                ::_exit(1);
            }
        }
    }
    ~WritingProcess() {
        ::kill(child_, SIGKILL);
        int status = 0;
        ::waitpid(child_, &status, 0);
        CHECK(WIFSIGNALED(status));
    }

private:
    pid_t child_;
};

/// What a run that died left does not get in the way of the next, and the older backup is as it was.
void check_store(BackupScene& scene, const std::string& keeper, const std::string& older) {
    const auto listed = scene.store.list();
    REQUIRE(!listed.empty());
    CHECK(listed.front().id == older);
    for (const backup::VerifiedBackup& verified : scene.verify().backups)
        CHECK(verified.is_well());
    const auto again = scene.back_up(keeper);
    CHECK(again.manifest.is_good());
    backup::prune(scene.store, {9}, false, [](const backup::PrunePlan&) {});
    CHECK(scene.verify(false).is_well());
}

void back_up_while_it_writes(int rounds) {
    BackupScene scene;
    const WritingProcess writer(scene.dir.path() / "data");
    std::uint64_t last = 0;
    for (int round = 0; round < rounds; ++round) {
        CAPTURE(round);
        const auto made = scene.back_up(scene.dir.file("data"));
        for (const Finding& finding : made.manifest.findings)
            FAIL_CHECK(finding.code << " " << finding.file << " " << finding.message);
        CHECK(made.manifest.last_index >= last);
        last = made.manifest.last_index;
        const auto restored = scene.restore({made.manifest.id, {}, {}, std::nullopt});
        CHECK(restored.last_index == last);
        CHECK(restored.nodes >= last);
        std::filesystem::remove_all(scene.target());
        backup::prune(scene.store, {3}, false, [](const backup::PrunePlan&) {});
    }
    CHECK(scene.verify().is_well());
}

} // namespace

TEST_CASE("each backup of a server that writes, rotates and compacts can be restored and is sound") {
    constexpr int rounds = KFS_SANITIZED ? 15 : 60, complete = 5000;
    // One server after the other: the tree of each grows, and its backups take longer and longer.
    for (int server = 0; server < (is_complete() ? complete / rounds : 1); ++server) {
        CAPTURE(server);
        back_up_while_it_writes(rounds);
    }
}

TEST_CASE("killed at any call, a backup leaves the older ones whole and no half one listed") {
    std::uint64_t number = 1;
    for (int end = crashed; end == crashed; number += every) {
        CAPTURE(number);
        BackupScene scene;
        LivingKeeper keeper(scene.dir.path() / "data", {20, 30, 25, 2});
        keeper.append(35);
        const std::string older = scene.back_up(keeper.directory()).manifest.id;
        keeper.append(10);
        end = run_and_crash(
            [&](FaultyFileSystem& files) {
                const auto disk = storage::local_disk(scene.dir.file("store"), files);
                backup::Store store(*disk);
                backup::CreateOptions options;
                options.places = {{keeper.directory() + "/log"}, {keeper.directory() + "/snapshots"}, ""};
                options.now_ms = scene.now_ms;
                backup::create(files, store, options);
            },
            number);
        CHECK(end != failed);
        check_store(scene, keeper.directory(), older);
    }
    CHECK(number > 20);
}

TEST_CASE("killed at any call, a pruning leaves every listed backup whole") {
    std::uint64_t number = 1;
    for (int end = crashed; end == crashed; number += every) {
        CAPTURE(number);
        BackupScene scene;
        LivingKeeper keeper(scene.dir.path() / "data", {20, 30, 25, 2});
        for (int i = 0; i < 3; ++i) {
            keeper.append(25);
            scene.back_up(keeper.directory());
        }
        end = run_and_crash(
            [&](FaultyFileSystem& files) {
                const auto disk = storage::local_disk(scene.dir.file("store"), files);
                backup::Store store(*disk);
                backup::prune(store, {1}, false, [](const backup::PrunePlan&) {});
            },
            number);
        CHECK(end != failed);
        for (const backup::VerifiedBackup& verified : scene.verify().backups)
            CHECK(verified.is_well());
        CHECK(scene.back_up(keeper.directory()).manifest.is_good());
    }
    CHECK(number > 5);
}

TEST_CASE("whatever call fails, a backup is made and listed, or neither") {
    std::uint64_t number = 1;
    for (bool has_failed = true; has_failed; number += is_complete() ? 1 : 3 * every) {
        CAPTURE(number);
        BackupScene scene;
        LivingKeeper keeper(scene.dir.path() / "data", {20, 30, 25, 2});
        keeper.append(35);
        has_failed = false;
        std::atomic<std::uint64_t> calls{0};
        Call kind{};
        FaultyFileSystem files([&](Call call, const std::string& path) {
            if (++calls != number)
                return;
            kind = call;
            has_failed = true;
            throw failure_of(call, path);
        });
        bool is_made = false;
        try {
            const auto disk = storage::local_disk(scene.dir.file("store"), files);
            backup::Store store(*disk);
            backup::CreateOptions options;
            options.places = {{keeper.directory() + "/log"}, {keeper.directory() + "/snapshots"}, ""};
            options.now_ms = scene.now_ms;
            backup::create(files, store, options);
            is_made = true;
        } catch (const Error& error) {
            CHECK((error.kind() == ErrorKind::bad_input || error.kind() == ErrorKind::bad_output));
        }
        // The last fsync comes behind the manifest's name.
        CHECK((scene.store.list().size() == (is_made ? 1U : 0U) || kind == Call::sync_directory));
        for (const auto& listed : scene.store.list()) {
            REQUIRE(listed.manifest);
            scene.restore();
        }
    }
    CHECK(number > 50);
}
