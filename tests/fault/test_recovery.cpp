// Every call of the disk fails once, and the process dies at every one that changes it: what a recovery reads
// stays whole, and what it writes is there as a whole or not at all.
#include "property/server22.h"
#include "support/crashing_run.h"
#include "support/failing_run.h"
#include "support/recovered.h"

#include "keeperfs/base/error.h"
#include "keeperfs/inspect/fsck.h"
#include "keeperfs/keeper/file_names.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

using namespace keeperfs;
using namespace keeperfs::test;
using property::Files;
using recover::Way;

namespace {

/// Which calls fail: all, or with a sanitizer, which makes each run many times as long, one of so many.
constexpr std::uint64_t every = KFS_SANITIZED ? 7 : 1;

struct Scene {
    const char* survivor;
    Way way;
};
constexpr Scene scenes[] = {{"12-survivor-of-three", Way::section},  {"12-survivor-of-three", Way::log},
                            {"12-survivor-of-three", Way::snapshot}, {"d1-torn-plain-tail", Way::section},
                            {"d1-torn-plain-tail", Way::log},        {"d9-flipped-byte-snapshot", Way::log},
                            {"d7-tmp-snapshot", Way::section}};

Files files_below(const std::filesystem::path& directory) {
    Files files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory))
        if (entry.is_regular_file())
            files[std::filesystem::relative(entry.path(), directory).string()] = read_file(entry.path());
    return files;
}

/// A copy of the survivor, and what a recovery of it needs to know.
struct Survivor {
    TestDir dir;
    recover::Survivors found;
    recover::Choice choice;
    recover::Recovery recovery;

    explicit Survivor(const Scene& scene) {
        std::filesystem::copy(golden(std::string("keeper/") + scene.survivor), data(),
                              std::filesystem::copy_options::recursive);
        found = recover::find_survivors(io::FileSystem::system(), {{data()}, false});
        choice = recover::choose_one(found, 0);
        recovery = recover::plan_recovery(choice.scans, choice.log, alone("1=localhost:19251", scene.way));
    }
    std::string data() const { return dir.file("data"); }
    std::string target() const { return dir.file("recovered"); }
    std::string backup() const { return dir.file("backup"); }

    void recover_to(io::FileSystem& files) const {
        recover::execute_recovery(files, choice.scans, recovery, target());
    }
    void recover_in_place(io::FileSystem& files) const {
        recover::recover_in_place(files, choice.scans, recovery, backup());
    }

    /// As a server of 22.10 finds it; foreign names among the logs keep it from starting.
    property::ServerStart start() const {
        property::KeeperFiles files;
        for (const auto& [path, content] : files_below(data())) {
            const std::string name = io::name_of(path);
            if (path.starts_with("log/"))
                files.logs[name] = content;
            else if (name.starts_with("snapshot_"))
                files.snapshots[name] = content;
        }
        return property::start_of_server_22(files);
    }
    bool has_foreign_log() const {
        for (const auto& entry : std::filesystem::directory_iterator(data() + "/log"))
            if (!keeper::parse_changelog_name(entry.path().filename().string()))
                return true;
        return false;
    }
    bool is_recovered(const std::string& directory) const {
        const auto report = inspect::fsck(
            io::FileSystem::system(),
            {inspect::find_data_places(io::FileSystem::system(), directory), {}, std::nullopt, true});
        return std::ranges::all_of(report.verdicts, [&](const inspect::StartVerdict& verdict) {
            return !verdict.reads_the_files ||
                   (verdict.is_well() && verdict.last_index == recovery.last_index && verdict.membership &&
                    verdict.membership->servers == recovery.membership.servers);
        });
    }
};

} // namespace

TEST_CASE("whatever call fails, a recovery to a new place is there as a whole or not at all") {
    for (const Scene& scene : scenes) {
        CAPTURE(scene.survivor);
        CAPTURE(recover::name_of(scene.way));
        std::uint64_t number = 1;
        for (bool any = true; any; number += every) {
            CAPTURE(number);
            const Survivor survivor(scene);
            const Files before = files_below(survivor.data());
            const FailingRun run =
                run_with_failure([&](io::FileSystem& files) { survivor.recover_to(files); }, number);
            any = run.has_failed;
            CAPTURE(static_cast<int>(run.kind));
            CHECK(files_below(survivor.data()) == before);
            // The last fsync comes behind the rename.
            const bool is_there = std::filesystem::exists(survivor.target());
            CHECK((is_there == run.is_done || (is_there && run.kind == Call::sync_directory)));
            if (is_there)
                CHECK(survivor.is_recovered(survivor.target()));
            if (!run.is_done && run.kind != Call::remove && run.kind != Call::remove_directory &&
                run.kind != Call::list)
                CHECK(!std::filesystem::exists(survivor.dir.file(".recovered.part")));
        }
        CHECK(number > 20);
    }
}

TEST_CASE("wherever a run dies, a recovery to a new place is there as a whole or not at all") {
    for (const Scene& scene : scenes) {
        CAPTURE(scene.survivor);
        CAPTURE(recover::name_of(scene.way));
        for (std::uint64_t number = 1;; number += every) {
            CAPTURE(number);
            const Survivor survivor(scene);
            const Files before = files_below(survivor.data());
            const int end = run_and_crash([&](io::FileSystem& files) { survivor.recover_to(files); }, number);
            CHECK(files_below(survivor.data()) == before);
            if (std::filesystem::exists(survivor.target()))
                CHECK(survivor.is_recovered(survivor.target()));
            if (end == succeeded)
                break;
            REQUIRE(end == crashed);
        }
    }
}

TEST_CASE("wherever a run in place dies, a server of 22.10 starts and has no less than before") {
    for (const Scene& scene : scenes) {
        CAPTURE(scene.survivor);
        CAPTURE(recover::name_of(scene.way));
        const property::ServerStart untouched = Survivor(scene).start();
        int changed = 0;
        for (std::uint64_t number = 1;; number += every) {
            CAPTURE(number);
            const Survivor survivor(scene);
            const Files before = files_below(survivor.data());
            const int end =
                run_and_crash([&](io::FileSystem& files) { survivor.recover_in_place(files); }, number);
            const property::ServerStart start = survivor.start();
            CHECK(!survivor.has_foreign_log());
            CHECK(start.starts);
            CHECK(start.last_index >= untouched.last_index);
            if (files_below(survivor.data()) != before) {
                ++changed;
                // What it was is beside it, byte for byte.
                REQUIRE(std::filesystem::exists(survivor.backup()));
                const Files kept = files_below(survivor.backup());
                for (const auto& [path, content] : before)
                    if (const std::string name = io::name_of(path);
                        name.starts_with("snapshot_") || path.starts_with("log/")) {
                        const std::string place = (path.starts_with("log/") ? "log/" : "snapshots/") + name;
                        REQUIRE(kept.contains(place));
                        CHECK(kept.at(place) == content);
                    }
            }
            if (end == succeeded) {
                CHECK(survivor.is_recovered(survivor.data()));
                break;
            }
            REQUIRE(end == crashed);
        }
        CHECK(changed > 0);
    }
}

TEST_CASE(
    "whatever call fails, a recovery in place leaves a directory that is whole, with a copy of the old one") {
    for (const Scene& scene : {scenes[0], scenes[1], scenes[2], scenes[4]}) {
        CAPTURE(scene.survivor);
        CAPTURE(recover::name_of(scene.way));
        const property::ServerStart untouched = Survivor(scene).start();
        for (std::uint64_t number = 1;; number += every) {
            CAPTURE(number);
            const Survivor survivor(scene);
            const Files before = files_below(survivor.data());
            const FailingRun run =
                run_with_failure([&](io::FileSystem& files) { survivor.recover_in_place(files); }, number);
            CHECK(survivor.start().starts);
            CHECK(survivor.start().last_index >= untouched.last_index);
            CHECK(!survivor.has_foreign_log());
            CHECK((files_below(survivor.data()) == before || std::filesystem::exists(survivor.backup())));
            if (run.is_done)
                CHECK(survivor.is_recovered(survivor.data()));
            if (!run.has_failed)
                break;
        }
    }
}
