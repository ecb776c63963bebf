// Files that change while they are read: a server was not stopped, or someone tidies up.
#include "fault/conversion.h"
#include "fault/once.h"
#include "support/zookeeper_dir.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <mutex>

using namespace keeperfs;
using namespace keeperfs::test;

namespace {

constexpr const char* newest_snapshot = "snapshot.3e";
constexpr const char* newest_log = "log.3f";

/// Files of the folder "plain" that may be changed, and an output directory.
struct Scene {
    TestDir input;
    CoordinationDir out;

    Scene() {
        for (const auto& entry : std::filesystem::directory_iterator(golden("zookeeper/plain/version-2")))
            std::filesystem::copy_file(entry.path(), input.path() / entry.path().filename());
    }
    convert::ZooKeeperToKeeperReport convert(io::FileSystem& files) const {
        auto options = conversion_options({"plain"}, out.snapshots());
        options.source.snapshots_dir = options.source.logs_dir = input.path().string();
        return convert::zookeeper_to_keeper(files, options, nullptr);
    }
};

/// What a conversion does when `act` happens before each call of that kind in turn.
void at_every_call(Call call, const std::string& name, const std::function<void(const Scene&)>& act,
                   const std::string& tree) {
    int ended = 0, succeeded = 0;
    for (int number = 1;; ++number) {
        CAPTURE(number);
        const Scene scene;
        Once once(call, name, number, [&] { act(scene); });
        FaultyFileSystem files([&](Call made, const std::string& path) { once(made, path); });
        std::string message;
        bool reported = false;
        try {
            reported = !scene.convert(files).source.findings.empty();
            ++succeeded;
        } catch (const Error& error) {
            message = error.what();
            CAPTURE(message);
            CHECK((error.kind() == ErrorKind::bad_input || error.kind() == ErrorKind::refused));
            CHECK(error.file().has_value());
            ++ended;
        }
        CAPTURE(message);
        CHECK(scene.out.hidden().empty());
        for (const std::string& loadable : scene.out.loadable_trees())
            CHECK((loadable == tree || reported));
        if (once.seen() < number)
            break;
    }
    MESSAGE(name, ": ", ended, " runs ended, ", succeeded, " gave a tree");
    CHECK(succeeded > 0);
}

} // namespace

TEST_CASE("a file that vanishes between the listing and its opening ends the run, or is not missed") {
    const std::string tree = undisturbed_tree({"plain"});
    for (const std::string name : {newest_snapshot, "snapshot.0", "log.1", newest_log}) {
        CAPTURE(name);
        at_every_call(
            Call::open, name, [&](const Scene& scene) { std::filesystem::remove(scene.input.path() / name); },
            tree);
    }
}

TEST_CASE("a file that shrinks while it is read never gives another tree unsaid") {
    const std::string tree = undisturbed_tree({"plain"});
    for (const std::string name : {newest_snapshot, "log.1", newest_log})
        for (const std::uintmax_t left : {0U, 3U, 300U, 1000U}) {
            CAPTURE(name);
            CAPTURE(left);
            at_every_call(
                Call::read, name,
                [&](const Scene& scene) { std::filesystem::resize_file(scene.input.path() / name, left); },
                tree);
        }
}

TEST_CASE("a snapshot that grows while it is read never gives another tree") {
    const std::string tree = undisturbed_tree({"plain"});
    for (const Call call : {Call::open, Call::size, Call::read})
        at_every_call(
            call, newest_snapshot,
            [](const Scene& scene) {
                const auto path = scene.input.path() / newest_snapshot;
                write_file(path, read_file(path) + std::string(300'000, 'x'));
            },
            tree);
}

TEST_CASE("a log to which a server adds while it is read never gives half of what was added") {
    const auto set = [](std::int64_t zxid, const char* path) {
        return txn_record({.zxid = zxid, .session = 1, .time_ms = 1, .type = 5},
                          body::set_data(path, "new", 1));
    };
    int ended = 0, without = 0, with = 0;
    for (int number = 1;; ++number) {
        CAPTURE(number);
        ZooKeeperDir input;
        input.snapshot({.zxid = 5, .nodes = {{"", "", -1, stat_of(1, 2)}, {"/a", "old"}, {"/b", "old"}}});
        input.log(6, {set(6, "/a")});
        const CoordinationDir out;
        convert::ZooKeeperToKeeperOptions options;
        options.source.snapshots_dir = options.source.logs_dir = input.path();
        options.output_dir = out.snapshots();
        int seen = 0;
        std::mutex mutex;
        FaultyFileSystem files([&](Call call, const std::string& path) {
            const std::lock_guard lock(mutex);
            if (io::name_of(path) == "log.6" &&
                (call == Call::open || call == Call::size || call == Call::read) && ++seen == number)
                input.log(6, {set(6, "/a"), set(7, "/b")});
        });
        try {
            const auto report = convert::zookeeper_to_keeper(files, options, nullptr);
            io::FileSource file(io::FileSystem::system(), report.output_file);
            const WholeSnapshot whole = read_snapshot(file);
            CHECK(whole.nodes.at(1).data == "new");
            CHECK(whole.nodes.at(2).data == (report.source.last_zxid == 7 ? "new" : "old"));
            ++(report.source.last_zxid == 7 ? with : without);
        } catch (const Error& error) {
            const std::string message = error.what();
            CAPTURE(message);
            CHECK(error.kind() == ErrorKind::bad_input);
            CHECK(error.advice().value_or("").find("Stop the ZooKeeper server") != std::string::npos);
            ++ended;
        }
        if (seen < number)
            break;
    }
    MESSAGE(ended, " runs ended, ", without, " gave the tree before, ", with, " the one after");
    CHECK(with > 0);
    CHECK(without > 0);
}
