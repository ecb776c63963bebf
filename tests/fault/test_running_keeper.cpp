// The directory of a Keeper that runs: its log grows, and old files go, while they are read.
#include "fault/once.h"
#include "keeper/record_header.h"
#include "support/test_dir.h"

#include "keeperfs/inspect/fsck.h"
#include "keeperfs/inspect/log_findings.h"
#include "keeperfs/inspect/snapshot_verify.h"
#include "keeperfs/io/file_source.h"
#include "keeperfs/keeper/file_names.h"
#include "keeperfs/keeper/replay_directory.h"
#include "keeperfs/storage/disk.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

using namespace keeperfs;
using namespace keeperfs::test;
using keeper::ReplayStop;

namespace {

constexpr std::uint64_t first_snapshot = 30, last_snapshot = 60, whole_log = 79;
const std::string newest_log = "changelog_61_79.bin";

/// A Keeper's data of 79 records, in two plain changelogs, with snapshots at 30 and 60.
class DataDir {
public:
    DataDir() {
        const auto golden_dir = golden("keeper/12-survivor-of-three");
        for (const char* name : {"log", "snapshots"})
            std::filesystem::create_directory(dir_.path() / name);
        std::filesystem::copy(golden_dir / "state", dir_.path() / "state");
        for (const std::uint64_t index : {first_snapshot, last_snapshot})
            std::filesystem::copy(golden_dir / fmt::format("snapshot_{}.bin.zstd", index),
                                  dir_.path() / "snapshots");
        const std::string log = read_file(golden_dir / "log/changelog_1_100.bin");
        const std::size_t cut = begin_of(log, last_snapshot + 1);
        write_file(dir_.path() / "log/changelog_1_60.bin", log.substr(0, cut));
        rest_ = log.substr(cut);
        write_file(log_path(), "");
        grow_by(begin_of(rest_, served_at_first + 1));
    }

    static constexpr std::uint64_t served_at_first = 70;

    std::string path() const { return dir_.path().string(); }
    std::string log_path() const { return dir_.file("log/" + newest_log); }
    /// What a server appends next, in whatever pieces its buffer has.
    void grow_by(std::size_t bytes) {
        const std::size_t end = written_ + std::min(rest_.size() - written_, bytes);
        std::ofstream(log_path(), std::ios::binary | std::ios::app) << rest_.substr(written_, end - written_);
        written_ = end;
    }
    void remove(const std::string& name) { std::filesystem::remove(dir_.path() / name); }
    void start_file(const std::string& name) { write_file(dir_.path() / name, ""); }

private:
    TestDir dir_;
    std::string rest_;
    std::size_t written_ = 0;

    static std::size_t begin_of(const std::string& log, std::uint64_t index) {
        std::size_t at = 0;
        for (;; at += keeper::RecordHeader(as_bytes(log).data() + at).record_bytes())
            if (keeper::RecordHeader(as_bytes(log).data() + at).index == index)
                return at;
    }
};

/// Runs question(files, dir) once for each call of these kinds on a file; from that call on, before every
/// one, `act` happens.
template <class Act, class Question> void
from_every_call_on(const std::string& name, std::initializer_list<Call> kinds, Act act, Question question) {
    for (int number = 1;; ++number) {
        CAPTURE(number);
        DataDir dir;
        std::mutex mutex;
        int seen = 0;
        FaultyFileSystem files([&](Call call, const std::string& path) {
            const std::lock_guard lock(mutex);
            if (io::name_of(path) == name && std::ranges::find(kinds, call) != kinds.end() &&
                ++seen >= number)
                act(dir);
        });
        question(files, dir);
        if (seen < number)
            break;
    }
}

inspect::FsckReport examined(io::FileSystem& files, const DataDir& dir) {
    return inspect::fsck(files, {inspect::find_data_places(files, dir.path()), {}, std::nullopt, true});
}

bool has_served(std::uint64_t index) { return index >= DataDir::served_at_first && index <= whole_log; }

std::string codes_of(const std::vector<inspect::FsckFinding>& findings) {
    std::string codes;
    for (const inspect::FsckFinding& found : findings)
        codes += found.finding.code + " " + found.finding.file + "; ";
    return codes;
}

void require_well(const inspect::FsckReport& report) {
    CAPTURE(codes_of(report.findings));
    CHECK(report.is_clean());
    CHECK(has_served(report.own.last()));
}
keeper::ReplayedDirectory replayed(io::FileSystem& files, const DataDir& dir, keeper::ReplayStart start) {
    const auto logs = storage::local_disk(dir.path() + "/log", files),
               snapshots = storage::local_disk(dir.path() + "/snapshots", files);
    keeper::ReplayPlan plan;
    plan.start = start;
    return keeper::replay_directory(*snapshots, *logs, plan);
}

void require_well(const keeper::ReplayedDirectory& result) {
    CHECK((result.report.stop == ReplayStop::end));
    CHECK(!result.replay.first_disagreement());
    CHECK(has_served(result.replay.last_index()));
    for (const Finding& finding : result.report.findings)
        CHECK(finding.code == "log.torn-tail");
}

/// What happened is an answer, or an error that names the file.
template <class F> void require_named_or(F question) {
    try {
        question();
    } catch (const Error& error) {
        INFO(std::string(error.what()));
        CHECK((error.kind() == ErrorKind::bad_input));
        CHECK(error.file().has_value());
    }
}

constexpr std::size_t pieces[] = {7, 150, 100'000}; ///< in the middle of records, and all at once

} // namespace

TEST_CASE("fsck calls a directory clean whose log a server is writing") {
    for (const std::size_t piece : pieces)
        from_every_call_on(
            newest_log, {Call::open, Call::size, Call::read}, [&](DataDir& dir) { dir.grow_by(piece); },
            [](io::FileSystem& files, const DataDir& dir) { require_well(examined(files, dir)); });
}

TEST_CASE("a replay of a log that grows ends behind a record that the server wrote") {
    for (const std::size_t piece : pieces)
        for (const auto start : {keeper::ReplayStart::newest, keeper::ReplayStart::oldest})
            from_every_call_on(
                newest_log, {Call::open, Call::size, Call::read}, [&](DataDir& dir) { dir.grow_by(piece); },
                [&](io::FileSystem& files, const DataDir& dir) {
                    require_well(replayed(files, dir, start));
                });
}

TEST_CASE("log verify has nothing against a log that grows") {
    for (const std::size_t piece : pieces)
        from_every_call_on(
            newest_log, {Call::size, Call::read}, [&](DataDir& dir) { dir.grow_by(piece); },
            [](io::FileSystem& files, const DataDir& dir) {
                io::FileSource source(files, dir.log_path());
                const std::uint64_t size = source.size();
                keeper::ChangelogReader reader(source, keeper::ChangelogCodec::plain);
                inspect::LogChecker checker;
                checker.begin_file(newest_log, keeper::parse_changelog_name(newest_log));
                std::uint64_t last = 0;
                for (inspect::LogEntry entry; reader.next(entry.record); last = entry.record.index) {
                    entry.decode();
                    checker.add(entry);
                }
                checker.end_file(reader, std::filesystem::file_size(dir.log_path()) > size);
                CHECK(has_served(last));
                for (const Finding& finding : checker.findings())
                    CHECK(finding.code == "log.growing");
            });
}

TEST_CASE("a log that ends inside a record and does not grow is torn") {
    DataDir dir;
    dir.grow_by(7);
    const inspect::FsckReport report = examined(io::FileSystem::system(), dir);
    CHECK(codes_of(report.findings).find("log.torn-tail") != std::string::npos);
    CHECK(!report.is_clean());
}

TEST_CASE("files that a server removes meanwhile are no damage") {
    // After a newer snapshot the oldest one goes, and the log that it has.
    for (const std::string name : {"snapshots/snapshot_30.bin.zstd", "log/changelog_1_60.bin"}) {
        CAPTURE(name);
        const auto remove = [&](DataDir& dir) { dir.remove(name); };
        const auto kinds = {Call::open, Call::size, Call::read};
        from_every_call_on(io::name_of(name), kinds, remove, [](io::FileSystem& files, const DataDir& dir) {
            require_well(examined(files, dir));
        });
        from_every_call_on(io::name_of(name), kinds, remove, [](io::FileSystem& files, const DataDir& dir) {
            require_well(replayed(files, dir, keeper::ReplayStart::newest));
        });
        from_every_call_on(io::name_of(name), kinds, remove, [](io::FileSystem& files, const DataDir& dir) {
            require_named_or([&] { require_well(replayed(files, dir, keeper::ReplayStart::oldest)); });
        });
    }
}

TEST_CASE("the newest snapshot going is a fall back to the one before, or an error that names a file") {
    const auto remove = [](DataDir& dir) { dir.remove("snapshots/snapshot_60.bin.zstd"); };
    const auto kinds = {Call::open, Call::size, Call::read};
    from_every_call_on("snapshot_60.bin.zstd", kinds, remove, [](io::FileSystem& files, const DataDir& dir) {
        const keeper::ReplayedDirectory result = replayed(files, dir, keeper::ReplayStart::newest);
        CHECK(has_served(result.replay.last_index()));
        CHECK((result.report.stop == ReplayStop::end));
    });
    from_every_call_on("snapshot_60.bin.zstd", kinds, remove, [](io::FileSystem& files, const DataDir& dir) {
        require_named_or([&] {
            io::FileSource source(files, dir.path() + "/snapshots/snapshot_60.bin.zstd");
            const auto verified =
                inspect::SnapshotVerifier(last_snapshot).verify(source, keeper::Decoding::ahead);
            CHECK(verified.is_well());
        });
    });
}

TEST_CASE("what a server begins meanwhile is read or not, and no damage") {
    struct Row {
        const char *directory, *name;
    };
    for (const Row& row : {Row{"log", "changelog_80_179.bin"}, Row{"snapshots", "tmp_snapshot_80.bin.zstd"}})
        from_every_call_on(
            row.directory, {Call::list},
            [&](DataDir& dir) {
                dir.grow_by(SIZE_MAX);
                dir.start_file(std::string(row.directory) + "/" + row.name);
            },
            [](io::FileSystem& files, const DataDir& dir) { require_well(examined(files, dir)); });
}
