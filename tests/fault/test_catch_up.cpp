// Both halves of a conversion in two phases, with each call of the file system failing once, and dying at
// each.
#include "fault/conversion.h"
#include "support/crashing_run.h"
#include "support/faulty_filesystem.h"

#include "keeperfs/convert/catch_up.h"

#include <doctest/doctest.h>

#include <atomic>

using namespace keeperfs;
using namespace keeperfs::test;

namespace {

/// A directory for each half, and one for what goes from the first to the second.
struct Migration {
    CoordinationDir bulk, out;
    TestDir notes_dir;

    std::string notes() const { return notes_dir.file("notes"); }
    convert::ZooKeeperToKeeperOptions bulk_options() const {
        auto options = conversion_options({"plain"}, bulk.snapshots());
        options.source.until_zxid = 0x50;
        options.catch_up_file = notes();
        return options;
    }
    convert::CatchUpOptions catch_up_options() const {
        const auto source = conversion_options({"plain"}, "").source;
        return {.catch_up_file = notes(),
                .bulk_snapshot = {},
                .snapshots_dir = source.snapshots_dir,
                .logs_dir = source.logs_dir,
                .output_dir = out.snapshots(),
                .threads = 1};
    }
    void make_bulk(io::FileSystem& files) const {
        convert::zookeeper_to_keeper(files, bulk_options(), nullptr);
    }
    void catch_up(io::FileSystem& files) const { convert::catch_up(files, catch_up_options(), nullptr); }
    /// The notes have their name only when they are whole, and then so is the snapshot.
    void check_notes() const {
        if (!std::filesystem::exists(notes()))
            return;
        CHECK(bulk.loadable_trees().size() == 1);
        catch_up(io::FileSystem::system());
    }
};

/// Whether the call of that number was reached.
template <class Run> bool run_with_a_failing_call(Run run, std::uint64_t number) {
    std::atomic<std::uint64_t> calls{0};
    FaultyFileSystem files([&](Call call, const std::string& path) {
        if (++calls == number)
            throw failure_of(call, path);
    });
    try {
        run(files);
    } catch (const Error& error) {
        CHECK((error.kind() == ErrorKind::bad_input || error.kind() == ErrorKind::bad_output));
        CHECK(std::string(error.what()).find("made to fail") != std::string::npos);
    }
    return calls >= number;
}

} // namespace

TEST_CASE("whatever call fails in a bulk conversion, its notes are whole or not there") {
    std::uint64_t number = 1;
    for (bool reached = true; reached; ++number) {
        const Migration migration;
        CAPTURE(number);
        reached = run_with_a_failing_call([&](io::FileSystem& files) { migration.make_bulk(files); }, number);
        CHECK(migration.bulk.hidden().empty());
        CHECK(names_in(migration.notes_dir.path()).size() <= 1);
        migration.check_notes();
    }
    CHECK(number > 60);
}

TEST_CASE("whatever call fails while catching up, the result is whole or not there") {
    const std::string tree = undisturbed_tree({"plain"});
    Migration migration;
    migration.make_bulk(io::FileSystem::system());
    std::uint64_t number = 1, whole = 0;
    for (bool reached = true; reached; ++number) {
        CAPTURE(number);
        reached = run_with_a_failing_call([&](io::FileSystem& files) { migration.catch_up(files); }, number);
        CHECK(migration.out.hidden().empty());
        for (const std::string& name : names_in(migration.out.snapshots())) {
            ++whole;
            CHECK(migration.out.loadable_trees() == std::vector<std::string>{tree});
            std::filesystem::remove(migration.out.snapshots() + "/" + name);
        }
    }
    CHECK(number > 40);
    CHECK(whole >= 2);
}

TEST_CASE("wherever a run of either half dies, the next one succeeds") {
    const std::string tree = undisturbed_tree({"plain"});
    for (std::uint64_t number = 1;; ++number) {
        CAPTURE(number);
        const Migration migration;
        const int bulk_end =
            run_and_crash([&](io::FileSystem& files) { migration.make_bulk(files); }, number);
        migration.check_notes();
        if (bulk_end != succeeded) {
            auto again = migration.bulk_options();
            again.force = true;
            convert::zookeeper_to_keeper(io::FileSystem::system(), again, nullptr);
        }
        const Migration fresh;
        fresh.make_bulk(io::FileSystem::system());
        const int end = run_and_crash([&](io::FileSystem& files) { fresh.catch_up(files); }, number);
        CHECK(fresh.out.foreign().empty());
        auto again = fresh.catch_up_options();
        again.force = true;
        convert::catch_up(io::FileSystem::system(), again, nullptr);
        CHECK(fresh.out.loadable_trees() == std::vector<std::string>{tree});
        if (bulk_end == succeeded && end == succeeded)
            break;
    }
}
