// Input: up to eight files of a Keeper's directory. Each: a byte that says what it is, the first index of a
// changelog or the index of a snapshot (u16), how many indices the changelog's name has (u16), the number of
// bytes (u16), the bytes. Whatever lies there, fsck comes to an answer, and the answer is not contradicted by
// a replay of the same directory.
#include "fuzz/fuzz_target.h"
#include "fuzz/keeper_repair.h"
#include "support/keeper_snapshots.h"
#include "support/memory_filesystem.h"

#include "keeperfs/inspect/fsck.h"
#include "keeperfs/inspect/repair.h"
#include "keeperfs/keeper/replay_directory.h"

#include <fmt/format.h>

namespace keeperfs::fuzz {

namespace {

constexpr int most_files = 8;
const std::string log_dir = "data/log", snapshot_dir = "data/snapshots";

std::string sealed_state(std::string_view body) {
    SipHash hash;
    hash.update(as_bytes(body));
    std::string file;
    append_le(file, hash.digest());
    return file + std::string(body);
}

/// One file, with the next bytes of the input.
class Directory {
public:
    Directory() {
        for (const std::string& path : {std::string("data"), log_dir, snapshot_dir})
            files.make_directory(path);
    }
    test::MemoryFileSystem files;

    void add(Input& input) {
        const std::uint8_t kind = input.up_to(13);
        const auto from = input.number<std::uint16_t>(), span = input.number<std::uint16_t>();
        std::string content = input.text(input.number<std::uint16_t>());
        const auto changelog = [&](const char* extension) {
            put(log_dir, fmt::format("changelog_{}_{}.bin{}", from, from + span, extension),
                std::move(content));
        };
        const auto snapshot = [&](const char* extension) {
            put(snapshot_dir, fmt::format("snapshot_{}.bin{}", from, extension), std::move(content));
        };
        switch (kind) {
        case 0:
            return changelog("");
        case 1:
            content = with_right_checksums(std::move(content));
            return changelog("");
        case 2:
            return changelog(".zstd");
        case 3:
            content = inside_frame(with_right_checksums(std::move(content)));
            return changelog(".zstd");
        case 4:
            return snapshot(".zstd");
        case 5:
            return snapshot("");
        case 6:
            content = test::compress(content, keeper::SnapshotCodec::zstd);
            return snapshot(".zstd");
        case 7:
            content = test::compress(content, keeper::SnapshotCodec::lz4_blocks);
            return snapshot("");
        case 8:
            return put("data", "state", std::move(content));
        case 9:
            return put("data", "state", sealed_state(content));
        case 10:
            return put("data", "state-OLD", std::move(content));
        case 11: // beside the file that came last
            return put(last_directory_, "tmp_" + last_name_, "");
        case 12:
            return put(snapshot_dir, fmt::format("snapshot_{}_{:016x}.bin.zstd", from, span),
                       std::move(content));
        default:
            return put(last_directory_, fmt::format("foreign_{}", from), std::move(content));
        }
    }

private:
    std::string last_directory_ = log_dir, last_name_ = "changelog_1_2.bin";

    void put(const std::string& directory, std::string name, std::string content) {
        files.put(io::join(directory, name), std::move(content));
        last_directory_ = directory;
        last_name_ = std::move(name);
    }
};

void require_ranges(const std::vector<inspect::IndexRange>& ranges) {
    for (const inspect::IndexRange& range : ranges)
        require(range.first <= range.last, "a range ends before it begins");
}

void require_sense(const inspect::FsckReport& report) {
    for (const inspect::StartVerdict& verdict : report.verdicts) {
        require_ranges(verdict.lost);
        if (verdict.outcome == inspect::StartOutcome::starts)
            require(verdict.last_index >= verdict.snapshot_index,
                    "a server that starts ends before the snapshot it starts from");
        else
            require(!verdict.reason.empty(), "a server does not start, and nothing says why");
    }
    require_ranges(report.own.gaps());
    for (const inspect::FsckFinding& found : report.findings) {
        require(!found.finding.message.empty(), "a finding says nothing");
        require(!found.indices || found.indices->first <= found.indices->last,
                "a range ends before it begins");
    }
}

/// What a clean directory promises.
void require_replay(io::FileSystem& files, const inspect::FsckReport& report) {
    const auto logs = storage::local_disk(log_dir, files),
               snapshots = storage::local_disk(snapshot_dir, files);
    const keeper::ReplayedDirectory replayed =
        keeper::replay_directory(*snapshots, *logs, keeper::ReplayPlan());
    require(replayed.report.stop == keeper::ReplayStop::end,
            "called clean, and a replay does not come to the end");
    require(replayed.report.findings.empty(), "called clean, and a replay finds something");
    require(!replayed.replay.first_disagreement(), "called clean, and a digest differs");
    require(replayed.replay.last_index() >= report.own.last(),
            "called clean, and a replay does not apply all records");
    for (const inspect::StartVerdict& verdict : report.verdicts)
        if (verdict.is_about_the_files())
            require(verdict.last_index == replayed.replay.last_index(),
                    "called clean, and a server comes to another record than a replay");
}

void check_plan(const inspect::FsckReport& report) {
    try {
        const inspect::RepairPlan plan = inspect::plan_repair(report.scans, report.all);
        require(plan.last_index >= plan.snapshot_index, "the copy ends before its snapshot");
        require_ranges(plan.lost);
        require_ranges(plan.missing);
        if (report.is_clean())
            require(plan.lost.empty() && plan.missing.empty(), "called clean, and a copy would lack records");
    } catch (const Error& error) {
        require(error.kind() == ErrorKind::bad_input, "an error of the wrong kind");
        require(!report.is_clean(), "called clean, and there is nothing to copy");
    }
}

} // namespace

void run_one(Bytes bytes) {
    Input input(bytes);
    Directory directory;
    for (int i = 0; i < most_files && !input.empty(); ++i)
        directory.add(input);
    inspect::FsckReport report;
    try {
        report =
            inspect::fsck(directory.files, {{log_dir, snapshot_dir, "data/state"}, {}, std::nullopt, true});
    } catch (const Error& error) {
        return require_is_about_the_input(error);
    }
    require_sense(report);
    if (report.is_clean() && !(report.own.pieces().empty() && report.scans.front().snapshots.empty()))
        require_replay(directory.files, report);
    check_plan(report);
}

} // namespace keeperfs::fuzz
