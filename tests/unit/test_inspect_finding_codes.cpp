// Each kind of damage that fsck knows, made on purpose: its code, what would help, and what two servers do.
#include "support/keeper_records.h"
#include "support/keeper_snapshots.h"
#include "support/memory_filesystem.h"

#include "keeperfs/inspect/fsck.h"
#include "keeperfs/keeper/cluster_config.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

using namespace keeperfs;
using inspect::StartOutcome;
using inspect::StartVerdict;

namespace {

using Outcome = StartOutcome;
constexpr Outcome starts = Outcome::starts, refuses = Outcome::refuses, aborts = Outcome::aborts;

/// A Keeper's directories in memory, with what is wrong in them.
class Place {
public:
    Place() {
        for (const char* directory : {"/d", "/d/log", "/d/snapshots"})
            files.make_directory(directory);
        keeper::RaftState state;
        state.term = 9;
        files.put("/d/state", keeper::encode_state_file(state));
    }
    test::MemoryFileSystem files;

    struct Run {
        std::uint64_t from, to, term = 1;
        std::int64_t zxid_shift = 0;
    };
    void log(const std::string& name, const std::vector<Run>& runs, const std::string& behind = "") {
        test::StringSink sink;
        keeper::ChangelogWriter writer(sink, keeper::ChangelogCodec::plain);
        for (const Run& run : runs)
            for (std::uint64_t index = run.from; index <= run.to; ++index)
                if (index == 1)
                    writer.write({.index = 1,
                                  .term = run.term,
                                  .type = keeper::RecordType::configuration,
                                  .blob = as_bytes(membership())});
                else
                    write(writer, index, run.term, run.zxid_shift);
        writer.finish();
        files.put("/d/log/" + name, sink.content + behind);
    }
    void log_of(const std::string& name, keeper::RecordType type, const std::string& blob) {
        test::StringSink sink;
        keeper::ChangelogWriter writer(sink, keeper::ChangelogCodec::plain);
        writer.write({.index = 1, .term = 1, .type = type, .blob = as_bytes(blob)});
        writer.finish();
        files.put("/d/log/" + name, sink.content);
    }
    void snapshot(const std::string& name, std::uint64_t index, int version = 5, std::int64_t seq_num = 0,
                  std::optional<char> first_byte = {}) {
        test::WholeSnapshot whole;
        whole.header.version = version;
        whole.header.last_log_index = index;
        whole.header.last_log_term = 1;
        whole.header.zxid = static_cast<std::int64_t>(index);
        whole.header.session_id_counter = 1;
        whole.header.metadata_configuration = membership();
        whole.nodes = {{"/", "", {}}, {"/keeper", "", {}}};
        whole.nodes[0].node.num_children = 1;
        whole.nodes[0].node.seq_num = seq_num;
        whole.cluster_configuration = membership();
        std::string body = test::encode(whole, version);
        body[0] = first_byte.value_or(body[0]); // the version
        files.put("/d/snapshots/" + name, test::compress(body, keeper::SnapshotCodec::lz4_blocks));
    }
    void flip(const std::string& path, std::size_t at) {
        std::string content = files.content(path);
        content[at] = static_cast<char>(content[at] ^ 0x40);
        files.put(path, content);
    }
    static const std::string& membership() {
        static const std::string encoded = [] {
            keeper::ClusterConfig config;
            config.log_index = 1;
            config.servers.resize(1);
            config.servers[0].id = 1;
            config.servers[0].endpoint = "localhost:9234";
            return keeper::encode_cluster_config(config);
        }();
        return encoded;
    }

private:
    static void write(keeper::ChangelogWriter& writer, std::uint64_t index, std::uint64_t term,
                      std::int64_t zxid_shift) {
        const std::string blob = test::request_blob(
            7, static_cast<std::int32_t>(index), keeper::OpNum::remove,
            test::Jute().text("/node-" + std::to_string(index)).int32(-1).bytes(),
            test::servers_part(1'000'000, static_cast<std::int64_t>(index) + zxid_shift, 1));
        writer.write({.index = index, .term = term, .blob = as_bytes(blob)});
    }
};

struct Damage {
    const char* code;
    const char* hint; ///< a part of it; "" where nothing is to be done
    std::function<void(Place&)> make;
    Outcome of_22 = starts, of_26 = starts; ///< 22.10, 26.9
    std::uint64_t last_22 = 0, last_26 = 0; ///< the last record after the start
};

const Damage damages[] = {
    {"config.no-membership", "",
     [](Place& place) {
         place.log("changelog_2_10.bin", {{2, 10}});
     },
     aborts, refuses},
    {"disk.little-room", "",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 10}});
         place.snapshot("snapshot_5.bin", 5);
         place.files.room = 100;
     },
     starts, starts, 10, 10},
    {"log.bad-membership", "",
     [](Place& place) {
         place.log_of("changelog_1_1.bin", keeper::RecordType::configuration, std::string(64, '\xff'));
     },
     aborts, aborts},
    {"log.bad-request", "a later release may know it",
     [](Place& place) {
         place.log_of("changelog_1_1.bin", keeper::RecordType::application, std::string(64, '\xff'));
     },
     aborts, aborts},
    {"log.bad-checksum", "--repair-to",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 10}});
         place.flip("/d/log/changelog_1_10.bin", 400);
     },
     starts, starts, 0, 4},
    {"log.below-snapshot", "begin a new log",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 10}});
         place.snapshot("snapshot_50.bin", 50);
     },
     starts, starts, 50, 50},
    {"log.damaged-below-snapshot", "--repair-to",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 10}});
         place.log("changelog_11_20.bin", {{11, 20}});
         place.snapshot("snapshot_15.bin", 15);
         place.flip("/d/log/changelog_1_10.bin", 400);
     },
     starts, starts, 15, 15},
    {"log.empty", "", [](Place& place) { place.log("changelog_1_10.bin", {}); }},
    {"log.foreign-file", "move it",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 10}});
         place.files.put("/d/log/lost+found", "");
     },
     refuses, starts, 0, 10},
    {"log.gap.below-snapshot", "Harmless",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 10}});
         place.log("changelog_21_30.bin", {{21, 30}});
         place.snapshot("snapshot_25.bin", 25);
     },
     starts, starts, 30, 30},
    {"log.gap.real-loss", "--peer",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 10}});
         place.log("changelog_21_30.bin", {{21, 30}});
     },
     aborts, refuses},
    {"log.gap.superseded", "--repair-to",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 10}, {5, 6, 2}});
         place.log("changelog_11_20.bin", {{11, 20}});
     },
     aborts, refuses},
    {"log.marker-name", "--repair-to",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 10}});
         place.files.put("/d/log/tmp_changelog_1_10.bin", "");
     },
     starts, starts, 10, 0},
    {"log.overlap", "--repair-to",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 10}});
         place.log("changelog_8_15.bin", {{8, 15}});
     },
     starts, starts, 15, 15},
    {"log.overwritten", "",
     [](Place& place) {
         place.log("changelog_1_100.bin", {{1, 10}, {8, 12, 2}});
     },
     starts, starts, 12, 12},
    {"log.short-file", "compress_logs",
     [](Place& place) {
         place.log("changelog_1_100.bin", {{1, 10}});
         place.log("changelog_11_20.bin", {{11, 20}});
     },
     starts, starts, 10, 20},
    {"log.torn-tail", "--repair-to",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 10}}, std::string(20, 'x'));
     },
     starts, starts, 0, 10},
    {"log.unknown-version", "--repair-to",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 10}});
         std::string content = place.files.content("/d/log/changelog_1_10.bin");
         content[8] = 3;
         place.files.put("/d/log/changelog_1_10.bin", content);
     },
     refuses, refuses},
    {"log.zero-tail", "22.x",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 10}}, std::string(4096, '\0'));
     },
     starts, starts, 0, 10},
    {"log.zxid-back", "peer",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 5}, {6, 10, 1, -3}});
     },
     aborts, aborts},
    {"marker.beside-whole-file", "remove the marker",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 10}});
         place.snapshot("snapshot_10.bin", 10);
         place.files.put("/d/snapshots/tmp_snapshot_10.bin", "");
     },
     starts, starts, 10, 10},
    {"marker.lone", "",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 10}});
         place.files.put("/d/snapshots/tmp_snapshot_10.bin", "");
     },
     starts, starts, 10, 10},
    {"raft.term-back", "",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 5, 2}, {6, 10, 1}});
     },
     starts, starts, 10, 10},
    {"raft.term-zero", "",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 10, 0}});
     },
     starts, starts, 10, 10},
    {"snapshot.duplicate-index", "",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 10}});
         place.snapshot("snapshot_10.bin", 10);
         place.snapshot("snapshot_10_backup.bin", 10);
     },
     starts, starts, 10, 10},
    {"snapshot.empty", "",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 10}});
         place.files.put("/d/snapshots/snapshot_10.bin", "");
     },
     starts, refuses, 10, 0},
    {"snapshot.none-usable", "--peer",
     [](Place& place) {
         place.log("changelog_11_20.bin", {{11, 20}});
     },
     starts, refuses, 0, 0},
    {"snapshot.sequence-near-limit", "write_snapshot_version",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 10}});
         place.snapshot("snapshot_10.bin", 10, 6, INT32_MAX - 1000);
     },
     starts, starts, 10, 10},
    {"snapshot.unknown-version", "",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 10}});
         place.snapshot("snapshot_10.bin", 10, 5, 0, 77);
     },
     starts, refuses, 10, 0},
    {"snapshot.unreadable", "",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 10}});
         place.snapshot("snapshot_10.bin", 10);
         place.flip("/d/snapshots/snapshot_10.bin", 30);
     },
     starts, refuses, 10, 0},
    {"state.damaged", "--repair-to",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 10}});
         place.files.put("/d/state", "xxxxx");
     },
     starts, starts, 10, 10},
    {"state.missing", "--repair-to",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 10}});
         place.files.remove("/d/state");
     },
     starts, starts, 10, 10},
    {"state.old-used", "",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 10}});
         place.files.put("/d/state-OLD", place.files.content("/d/state"));
         place.files.put("/d/state", "xxxxx");
     },
     starts, starts, 10, 10},
    {"state.term-below-log", "--repair-to",
     [](Place& place) {
         place.log("changelog_1_10.bin", {{1, 10, 20}});
     },
     starts, starts, 10, 10},
};

const StartVerdict& verdict_of(const inspect::FsckReport& report, keeper::Release release) {
    return *std::ranges::find(report.verdicts, release, &StartVerdict::release);
}

} // namespace

TEST_CASE("each kind of damage has its code, its remedy and its verdicts") {
    for (const Damage& damage : damages) {
        CAPTURE(damage.code);
        Place place;
        damage.make(place);
        // The requests are of no real history: no digest of theirs would be right.
        const inspect::FsckReport report =
            inspect::fsck(place.files, {{"/d/log", "/d/snapshots", "/d/state"}, {}, std::nullopt, false});
        const auto found = std::ranges::find_if(
            report.findings, [&](const auto& finding) { return finding.finding.code == damage.code; });
        REQUIRE(found != report.findings.end());
        CHECK((found->finding.severity == inspect::finding_kind(damage.code).severity));
        CHECK(!found->finding.message.empty());
        CHECK(!found->finding.file.empty());
        CHECK_MESSAGE(found->finding.hint.find(damage.hint) != std::string::npos, found->finding.hint);
        const StartVerdict& of_22 = verdict_of(report, {22, 10});
        const StartVerdict& of_26 = verdict_of(report, {26, 9});
        CHECK_MESSAGE((of_22.outcome == damage.of_22), of_22.reason);
        CHECK_MESSAGE((of_26.outcome == damage.of_26), of_26.reason);
        CHECK(of_22.last_index == damage.last_22);
        CHECK(of_26.last_index == damage.last_26);
    }
}

TEST_CASE("every code that fsck can give is given in a test") {
    // Those that need a real server's files, a second directory or a file system that fails are elsewhere.
    std::vector<std::string> tested{
        "file.unreadable", "file.vanished",   "log.auth-scheme",         "log.digest-differs",
        "log.growing",     "log.stray-block", "log.torn-frame-appended", "peer.diverged",
        "peer.has-more",   "peer.newer-term", "peer.not-proven",         "snapshot.empty-acl",
        "verdict.loss"};
    for (const Damage& damage : damages)
        tested.emplace_back(damage.code);
    for (const inspect::FindingKind& kind : inspect::finding_kinds()) {
        CAPTURE(kind.code);
        CHECK(std::ranges::find(tested, kind.code) != tested.end());
    }
}
