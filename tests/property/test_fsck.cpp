// Directories of real servers, damaged at random: what fsck says of them against a simple server.
// KFS_SEED and KFS_DAMAGES choose other ones.
#include "property/number_from.h"
#include "property/random.h"
#include "property/server22.h"
#include "support/test_dir.h"

#include "keeperfs/inspect/fsck.h"
#include "keeperfs/inspect/repair.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string_view>

using namespace keeperfs;
using namespace keeperfs::property;

namespace {

constexpr keeper::Release observed{22, 10};
constexpr const char* sound_directories[] = {"01-simple-plainlog",
                                             "02-rich-zstdlog-rotated",
                                             "04-live-ephemerals-sigkill",
                                             "05-zstdlog-sigkill",
                                             "06-digest-off-nosync-sigkill",
                                             "07-session-expiry-restart",
                                             "08-cluster3-sigterm/n1",
                                             "10-force-recovered-single",
                                             "12-survivor-of-three",
                                             "13-survivor-conf-appended",
                                             "d7-tmp-snapshot"};

Files files_of(const std::filesystem::path& directory, std::string_view prefix) {
    Files files;
    if (std::filesystem::is_directory(directory))
        for (const auto& entry : std::filesystem::directory_iterator(directory))
            if (entry.is_regular_file() && entry.path().filename().string().starts_with(prefix))
                files[entry.path().filename().string()] = test::read_file(entry.path());
    return files;
}

KeeperFiles sound_files(const std::string& name) {
    const auto directory = test::golden("keeper/" + name);
    KeeperFiles files;
    files.logs = files_of(directory / "log", "changelog_");
    files.snapshots = files_of(directory, "snapshot_");
    files.snapshots.merge(files_of(directory / "snapshots", "snapshot_"));
    files.state = test::read_file(directory / "state");
    return files;
}

/// One act of damage; says what it did.
class Damage {
public:
    explicit Damage(Random& random) : random_(random) {}

    std::string apply(KeeperFiles& files) {
        switch (random_.below(8)) {
        case 0:
        case 1:
            return change(files, "flip", [&](std::string& content) {
                content[random_.below(content.size())] ^= static_cast<char>(1U << random_.below(8));
            });
        case 2:
        case 3:
            return change(files, "cut",
                          [&](std::string& content) { content.resize(random_.below(content.size())); });
        case 4:
            return change(files, "zeros",
                          [&](std::string& content) { content.append(1 + random_.below(500), '\0'); });
        case 5:
            return remove(files);
        case 6:
            return change(files, "hole", [&](std::string& content) {
                const std::size_t at = random_.below(content.size());
                content.erase(at, 1 + random_.below(40));
            });
        default:
            return mix(files);
        }
    }

private:
    Random& random_;

    Files& part(KeeperFiles& files) {
        return files.snapshots.empty() || (!files.logs.empty() && random_.chance(75)) ? files.logs
                                                                                      : files.snapshots;
    }
    std::string any_name(const Files& files) {
        return std::next(files.begin(), static_cast<std::ptrdiff_t>(random_.below(files.size())))->first;
    }
    template <class F> std::string change(KeeperFiles& files, const char* what, F how) {
        Files& chosen = part(files);
        if (chosen.empty())
            return "nothing";
        const std::string name = any_name(chosen);
        if (chosen[name].empty())
            return "nothing";
        how(chosen[name]);
        return fmt::format("{} {}", what, name);
    }
    std::string remove(KeeperFiles& files) {
        Files& chosen = part(files);
        if (chosen.empty())
            return "nothing";
        const std::string name = any_name(chosen);
        chosen.erase(name);
        return "remove " + name;
    }
    /// A changelog of another directory comes in.
    std::string mix(KeeperFiles& files) {
        const std::string other = sound_directories[random_.below(std::size(sound_directories))];
        const Files logs = sound_files(other).logs;
        const std::string name = any_name(logs);
        files.logs[name] = logs.at(name);
        return fmt::format("{} of {}", name, other);
    }
};

struct Examined {
    test::TestDir dir;
    io::FileSystem& disk = io::FileSystem::system();
    inspect::FsckReport report;

    explicit Examined(const KeeperFiles& files) {
        put("log", files.logs);
        put("snapshots", files.snapshots);
        test::write_file(dir.file("state"), files.state);
        report = inspect::fsck(disk, {inspect::find_data_places(disk, dir.path()), {}, std::nullopt, true});
    }
    void put(const char* directory, const Files& files) const {
        std::filesystem::create_directory(dir.path() / directory);
        for (const auto& [name, content] : files)
            test::write_file(dir.path() / directory / name, content);
    }
    const inspect::StartVerdict& verdict() const {
        return *std::ranges::find(report.verdicts, observed, &inspect::StartVerdict::release);
    }
};

bool is_lost(const std::set<std::uint64_t>& whole, std::uint64_t last) {
    return !whole.empty() && *whole.rbegin() > last;
}

/// `is_mixed`: records of several histories, of which only raft's terms tell which count.
void check(const KeeperFiles& files, bool is_mixed) {
    Examined examined(files);
    const ServerStart server = start_of_server_22(files);
    const inspect::StartVerdict& verdict = examined.verdict();
    if (!server.starts || is_lost(indices_of_whole_records(files), server.last_index))
        CHECK(!examined.report.is_clean());
    if (verdict.reads_the_files && server.starts && verdict.outcome == inspect::StartOutcome::starts)
        CHECK(verdict.last_index == server.last_index);
    if (!server.starts)
        CHECK(verdict.outcome != inspect::StartOutcome::starts);
    try {
        const inspect::RepairPlan plan = inspect::plan_repair(examined.report.scans, examined.report.all);
        if (!is_mixed)
            CHECK(plan.last_index >= server.last_index);
        inspect::execute_repair(examined.disk, examined.report.scans, plan, examined.dir.file("repaired"));
        CHECK(examined.disk.is_directory(examined.dir.file("repaired/log")));
    } catch (const Error& error) {
        INFO(std::string(error.what()));
        CHECK((error.kind() == ErrorKind::bad_input));
        CHECK(!examined.report.is_clean());
        CHECK(!examined.disk.exists(examined.dir.file("repaired")));
    }
}

} // namespace

TEST_CASE("fsck accuses no sound directory, and a server of 22.10 would reach its last record") {
    for (const char* name : sound_directories) {
        CAPTURE(name);
        const KeeperFiles files = sound_files(name);
        const Examined examined(files);
        CHECK(examined.report.is_clean());
        CHECK(examined.verdict().last_index == start_of_server_22(files).last_index);
        CHECK(examined.verdict().last_index == examined.report.own.reach(examined.verdict().snapshot_index));
    }
}

TEST_CASE("fsck calls no damaged directory clean from which a server of 22.10 loses a record") {
    const std::uint64_t first = number_from("KFS_SEED", 1), damages = number_from("KFS_DAMAGES", 400);
    for (std::uint64_t seed = first; seed < first + damages; ++seed) {
        Random random(seed);
        const std::string name = sound_directories[random.below(std::size(sound_directories))];
        KeeperFiles files = sound_files(name);
        std::string acts;
        for (std::uint64_t act = 0, acts_wanted = 1 + random.below(3); act < acts_wanted; ++act)
            acts += Damage(random).apply(files) + "; ";
        CAPTURE(seed);
        CAPTURE(name);
        CAPTURE(acts);
        check(files, acts.find(" of ") != std::string::npos);
    }
}
