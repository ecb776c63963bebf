// A migration dies, or fails, at every single call: a server that starts then has every file that it had,
// byte for byte, and a second run finishes. What a server finds at its start is told by a model of its own
// rules.
#include "support/crashing_run.h"
#include "support/disk_scene.h"
#include "support/faulty_disk.h"
#include "support/test_dir.h"

#include "keeperfs/base/error.h"
#include "keeperfs/migrate/migrate.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <random>

using namespace keeperfs;
using namespace keeperfs::test;
using migrate::Layout;

namespace {

/// Which calls fail: all, or with a sanitizer one of so many.
constexpr std::uint64_t every = KFS_SANITIZED ? 7 : 1;

constexpr DiskScene scenes[] = {
    {"A: changelog_11_20.bin state=3 state-OLD=2 snapshot_15.bin | B: changelog_1_10.bin snapshot_9.bin | C:",
     "A B"},
    {"A: changelog_1_10.bin changelog_11_20.bin snapshot_1.bin snapshot_2.bin state=9 | C: state=8 | D:", "A",
     "C", "D"},
    {"C: changelog_1_10.bin changelog_11_20.bin snapshot_1.bin snapshot_2.bin | D:", "", "C", "D"},
    {"C: changelog_11_20.bin snapshot_2.bin | D: changelog_1_10.bin snapshot_1.bin", "", "C", "D"},
    {"A: changelog_1_10.bin snapshot_4.bin | B: changelog_1_10.bin | C: snapshot_4.bin=sna "
     "tmp_snapshot_4.bin "
     "changelog_1_10.bin",
     "A B"},
};

/// What was there before, as a server sees it.
struct Before {
    FoundByKeeper files;
    std::optional<std::string> state;

    explicit Before(const DiskScene& scene) {
        const Layout layout = in_memory(scene);
        files = start_keeper(layout);
        if (!layout.state.old.empty())
            state = found_state(*layout.places[layout.state.old[0]].disk);
    }
};

/// At the old place, or behind that no longer needed at the new one.
bool has_state(const Layout& layout, const std::optional<std::string>& state) {
    if (!state)
        return true;
    return found_state(*layout.places[layout.state.old[0]].disk) == state ||
           found_state(*layout.places[layout.state.usual].disk) == state;
}

void run(const Layout& layout) {
    MemoryFileSystem files;
    const migrate::Plan plan = migrate::plan_migration(files, layout);
    migrate::refuse_unsafe(plan, false);
    migrate::migrate(files, layout, plan, {});
}

void check_finished(const Layout& layout, const Before& before) {
    for (const std::size_t old : layout.logs.old)
        CHECK(layout.places[old].disk->list("").empty());
    for (const migrate::Place& place : layout.places) {
        CHECK(place.disk->list("tmp_").empty());
        CHECK(place.disk->list("keeperfs.same-place").empty());
    }
    CHECK(start_keeper(layout) == before.files);
    CHECK(has_state(layout, before.state));
}

/// No Error: what would catch one in a running process does not see the end of that process.
struct Died {};

/// The same disks, on which the call of that number does something, and every later one too if the process
/// died.
Layout with_calls(Layout layout, const std::function<void(DiskCall, const std::string&)>& before) {
    for (migrate::Place& place : layout.places)
        place.disk = std::make_shared<FaultyDisk>(place.disk, before);
    return layout;
}

enum class Then { run_again, server_starts_first };

/// The number of calls that a whole run makes.
template <class Break> void break_everywhere(const DiskScene& scene, Then then, const Break& breaks) {
    CAPTURE(scene.disks);
    const Before before(scene);
    std::uint64_t number = 1;
    for (bool is_broken = true; is_broken; number += every) {
        CAPTURE(number);
        const Layout layout = in_memory(scene);
        is_broken = breaks(layout, number);
        // The server sees copies, so that the disks stay as the broken run left them.
        if (then == Then::server_starts_first) {
            CHECK(start_keeper(layout) == before.files);
            CHECK(has_state(layout, before.state));
        }
        run(layout);
        check_finished(layout, before);
    }
    CHECK(number > 25);
}

bool dies_at(const Layout& layout, std::uint64_t number) {
    std::uint64_t calls = 0;
    try {
        run(with_calls(layout, [&](DiskCall, const std::string&) {
            if (++calls >= number)
                throw Died();
        }));
    } catch (const Died&) {
        return true;
    }
    return false;
}

bool fails_at(const Layout& layout, std::uint64_t number) {
    std::uint64_t calls = 0;
    try {
        run(with_calls(layout, [&](DiskCall, const std::string& name) {
            if (++calls == number)
                throw Error(ErrorKind::bad_output, "made to fail").file(name);
        }));
    } catch (const Error&) {
        return true;
    }
    return calls >= number;
}

Layout on_disks(const DiskScene& scene, const std::filesystem::path& below) {
    return layout_of(scene, [&](const std::string& name) {
        std::filesystem::create_directories(below / name / "files");
        return storage::local_disk((below / name / "files").string());
    });
}
/// What a process leaves that ends is the same there, and to write through costs nothing.
std::filesystem::path without_a_disk() {
    const std::filesystem::path memory = "/dev/shm";
    return std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
}
/// The same places by another file system.
Layout through(Layout layout, const std::filesystem::path& below, io::FileSystem& files) {
    for (migrate::Place& place : layout.places)
        place.disk = storage::local_disk((below / place.name / "files").string(), files);
    return layout;
}

} // namespace

TEST_CASE("wherever a migration dies, a second run finishes it") {
    for (const DiskScene& scene : scenes)
        break_everywhere(scene, Then::run_again, dies_at);
}

TEST_CASE("wherever a migration dies, a server that starts has every byte, and a second run finishes it") {
    for (const DiskScene& scene : scenes)
        break_everywhere(scene, Then::server_starts_first, dies_at);
}

TEST_CASE(
    "whatever call fails, a server that starts has every byte, and a second run finishes the migration") {
    for (const DiskScene& scene : scenes) {
        break_everywhere(scene, Then::run_again, fails_at);
        break_everywhere(scene, Then::server_starts_first, fails_at);
    }
}

TEST_CASE("a process that ends at any call of the system leaves every byte, and a second run finishes") {
    for (const DiskScene& scene : scenes) {
        CAPTURE(scene.disks);
        const Before before(scene);
        int number = 1;
        for (int end = crashed; end == crashed; number += static_cast<int>(every)) {
            CAPTURE(number);
            const TestDir dir(without_a_disk());
            const Layout layout = on_disks(scene, dir.path());
            end = run_and_crash([&](io::FileSystem& files) { run(through(layout, dir.path(), files)); },
                                static_cast<std::uint64_t>(number));
            REQUIRE((end == crashed || end == succeeded));
            if (number % 2 == 0) {
                CHECK(start_keeper(layout) == before.files);
                CHECK(has_state(layout, before.state));
            }
            run(layout);
            for (const std::size_t old : layout.logs.old)
                CHECK(layout.places[old].disk->list("changelog_").empty());
            CHECK(start_keeper(layout) == before.files);
            CHECK(has_state(layout, before.state));
        }
        CHECK(number > 25);
    }
}

TEST_CASE("a marker is away for good, and its file there for good, before the source goes") {
    const DiskScene scene{"A: changelog_1_10.bin snapshot_4.bin | C:"};
    const TestDir dir;
    const Layout layout = on_disks(scene, dir.path());
    std::vector<std::string> calls;
    FaultyFileSystem files([&](Call call, const std::string& path) {
        const std::string name = io::name_of(path);
        if (call == Call::sync_directory)
            calls.push_back("sync " + io::name_of(io::directory_of(path)));
        else if (call == Call::rename || call == Call::remove)
            calls.push_back((call == Call::rename ? "rename " : "remove ") + name);
    });
    run(through(layout, dir.path(), files));
    const auto at = [&](const std::string& wanted, std::size_t from) {
        const auto found = std::find(calls.begin() + static_cast<std::ptrdiff_t>(from), calls.end(), wanted);
        REQUIRE(found != calls.end());
        return static_cast<std::size_t>(found - calls.begin());
    };
    for (const char* name : {"changelog_1_10.bin", "snapshot_4.bin"}) {
        CAPTURE(name);
        const std::size_t marker_gone = at(std::string("remove tmp_") + name, 0);
        const std::size_t durable = at("sync C", marker_gone);
        CHECK(durable == marker_gone + 1);
        CHECK(at(std::string("remove ") + name, marker_gone) > durable);
    }
}

TEST_CASE("disks that are slow and fail now and then: runs one after the other come to the end") {
    std::mt19937 random(16);
    for (const DiskScene& scene : scenes) {
        CAPTURE(scene.disks);
        const Before before(scene);
        const Layout layout = in_memory(scene);
        int runs = 0;
        for (bool is_done = false; !is_done && runs < 1000; ++runs)
            try {
                run(with_calls(layout, [&](DiskCall, const std::string& name) {
                    if (random() % 25 == 0)
                        throw Error(ErrorKind::unreachable, "503 Slow Down").file(name);
                }));
                is_done = true;
            } catch (const Error&) {
                CHECK(has_state(layout, before.state));
            }
        CHECK(runs > 1);
        check_finished(layout, before);
    }
}
