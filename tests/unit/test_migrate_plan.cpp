#include "support/disk_scene.h"

#include "keeperfs/base/error.h"
#include "keeperfs/migrate/plan.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::test;
using migrate::Plan;

namespace {

Plan plan_of(const migrate::Layout& layout) {
    MemoryFileSystem files;
    return migrate::plan_migration(files, layout);
}

std::string moves_of(const migrate::Layout& layout, const Plan& plan) {
    std::string text;
    for (const migrate::Move& move : plan.moves)
        text += (text.empty() ? "" : ", ") + std::string(name_of(move.action)) + " " + move.name + " " +
                layout.places[move.from].name + layout.places[move.to].name;
    return text;
}
std::string codes_of(const Plan& plan) {
    std::string codes;
    for (const Finding& finding : plan.findings)
        codes += (codes.empty() ? "" : " ") + finding.code + "/" + name_of(finding.severity);
    return codes;
}

struct Row {
    DiskScene scene;
    const char *moves, *codes = "";
};

} // namespace

TEST_CASE("which file goes where, in which order, and what forbids it") {
    const Row rows[] = {
        {{"A: | C:"}, ""},
        // two disks to one: the oldest first, the newest of each kind last
        {{"A: changelog_11_20.bin snapshot_15.bin | B: changelog_1_10.bin snapshot_9.bin | C:", "A B"},
         "copy snapshot_9.bin BC, copy changelog_1_10.bin BC, copy snapshot_15.bin AC, copy "
         "changelog_11_20.bin "
         "AC"},
        // sorted by number, and 100 is newer than 20
        {{"A: changelog_100_120.bin changelog_20_99.bin | C:"},
         "copy changelog_20_99.bin AC, copy changelog_100_120.bin AC"},
        // one disk to two: the newest goes where the server would put it
        {{"A: changelog_1_10.bin changelog_11_20.bin snapshot_5.bin snapshot_9.bin | C: | D:", "A", "C", "D"},
         "copy snapshot_5.bin AC, copy changelog_1_10.bin AC, copy snapshot_9.bin AD, copy "
         "changelog_11_20.bin "
         "AD"},
        // a disk for the newest comes, or is no longer there, or the newest is another one now
        {{"C: changelog_1_10.bin changelog_11_20.bin | D:", "", "C", "D"}, "copy changelog_11_20.bin CD"},
        {{"C: changelog_11_20.bin | D: changelog_1_10.bin", "", "C", "D"},
         "copy changelog_1_10.bin DC, copy changelog_11_20.bin CD"},
        // what is there already is compared, and its source removed
        {{"A: changelog_1_10.bin | C: changelog_1_10.bin"}, "drop_double changelog_1_10.bin AC"},
        {{"A: snapshot_1.bin | B: snapshot_1.bin | C:", "A B"},
         "copy snapshot_1.bin AC, drop_double snapshot_1.bin BC"},
        // a copy with a marker is none
        {{"A: changelog_1_10.bin | C: changelog_1_10.bin=conte tmp_changelog_1_10.bin"},
         "copy changelog_1_10.bin AC"},
        {{"A: changelog_1_10.bin | C: tmp_changelog_1_10.bin"}, "copy changelog_1_10.bin AC"},
        // the last copy with a marker is not touched
        {{"A: changelog_1_10.bin tmp_changelog_1_10.bin | C:"}, "", "disk.condemned/warning"},
        {{"A: snapshot_1.bin snapshot_7.bin tmp_snapshot_7.bin | C:"},
         "copy snapshot_1.bin AC",
         "disk.condemned/warning"},
        // copies that differ, in size or content
        {{"A: changelog_1_10.bin=abc | C: changelog_1_10.bin=abd"},
         "drop_double changelog_1_10.bin AC",
         "disk.differing-copies/error"},
        {{"A: snapshot_1.bin=abc | B: snapshot_1.bin=ab | C:", "A B"},
         "copy snapshot_1.bin AC, drop_double snapshot_1.bin BC",
         "disk.differing-copies/error"},
        // two logs with one first index; snapshots may have one index
        {{"A: changelog_1_10.bin | C: changelog_1_9.bin"},
         "copy changelog_1_10.bin AC",
         "disk.same-first-index/error"},
        {{"A: | C: changelog_1_10.bin changelog_1_9.bin"}, ""},
        {{"A: snapshot_4_0123456789abcdef.bin | C: snapshot_4.bin"},
         "copy snapshot_4_0123456789abcdef.bin AC"},
        // what is none of it stays
        {{"A: notes.txt | C:"}, "", "disk.foreign/note"},
        // the state: first, and the greater term counts
        {{"A: state=7 changelog_1_10.bin | C:"}, "copy state AC, copy changelog_1_10.bin AC"},
        {{"A: state=7 | C: state=7"}, "drop_double state AC"},
        {{"A: state=7 | C: state-OLD=7"}, "copy state AC"}, // a run that ended between the two
        {{"A: state=7 | C: state=6"}, "copy state AC"},
        {{"A: state=7 | C: state=8"}, "", "disk.state-newer/warning"},
        {{"A: state=torn state-OLD=7 | C:"}, "copy state-OLD AC"},
        {{"A: state=torn state-OLD=7 STATE_COPY_LOCK | C:"}, "", "disk.state-unreadable/error"},
        {{"A: state=torn | C: state=3"}, "", "disk.state-unreadable/warning"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.scene.disks);
        const migrate::Layout layout = in_memory(row.scene);
        const std::string before = names_on(layout);
        const Plan plan = plan_of(layout);
        CHECK(moves_of(layout, plan) == row.moves);
        CHECK(codes_of(plan) == row.codes);
        CHECK(plan.is_safe() == (std::string(row.codes).find("error") == std::string::npos));
        CHECK(names_on(layout) == before);
    }
}

TEST_CASE("one term with two votes is of two servers, or of a broken one") {
    const migrate::Layout layout = in_memory({"A: | C: state=7"});
    keeper::RaftState other;
    other.term = 7;
    other.voted_for = 2;
    put(*layout.places[0].disk, "state", keeper::encode_state_file(other));
    const Plan plan = plan_of(layout);
    CHECK(codes_of(plan) == "disk.state-differs/error");
    CHECK(plan.moves.empty());
}

TEST_CASE("a source that the server would not read is refused while it has files, unless told otherwise") {
    for (const bool has_files : {true, false}) {
        migrate::Layout layout = in_memory({has_files ? "A: changelog_1_10.bin | C:" : "A: | C:"});
        layout.logs.unnamed = layout.snapshots.unnamed = {0};
        const Plan plan = plan_of(layout);
        CHECK(codes_of(plan) == (has_files ? "disk.unnamed-source/error" : ""));
        CHECK_NOTHROW(migrate::refuse_unsafe(plan, true));
        if (has_files)
            CHECK_THROWS_AS(migrate::refuse_unsafe(plan, false), Error);
    }
}

TEST_CASE("a target that the server does not read, one without room, and one to which no log is appended") {
    migrate::Layout layout = in_memory({"A: changelog_1_10.bin | C:"});
    layout.unread_targets = {1};
    layout.has_remote_latest_log = true;
    CHECK(codes_of(plan_of(layout)) == "disk.unread-target/error disk.latest-log-not-local/warning");
    MemoryFileSystem files;
    files.make_directory("/c");
    layout = in_memory({"A: changelog_1_10.bin | C:"});
    layout.places[1].directory = "/c";
    files.room = 3;
    CHECK(codes_of(migrate::plan_migration(files, layout)) == "disk.no-space/error");
}
