#include "support/disk_scene.h"
#include "support/keeper_records.h"

#include "keeperfs/migrate/cleanup.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::test;

namespace {

/// A log with one record, which proves whole.
std::string whole_log() {
    std::string bytes;
    StringSink sink;
    keeper::ChangelogWriter writer(sink, keeper::ChangelogCodec::plain);
    const std::string blob = removal_blob(1);
    writer.write({1, 1, 1, keeper::RecordType::application, as_bytes(blob)});
    writer.finish();
    return sink.content;
}

struct Row {
    const char* disks; ///< "whole" stands for the content of a log that is
    const char *after, *kept;
};

migrate::Layout scene(const Row& row) {
    migrate::Layout layout = in_memory({row.disks});
    for (const migrate::Place& place : layout.places)
        for (const storage::Entry& file : place.disk->list("changelog_"))
            if (read_all(*place.disk->open(file.name)) == "whole")
                put(*place.disk, file.name, whole_log());
    return layout;
}

} // namespace

TEST_CASE("what is proven useless goes, and nothing else") {
    const Row rows[] = {
        {"A: tmp_changelog_1_10.bin | C: tmp_snapshot_4.bin", "A: | C:", ""},
        // the marker goes, never the file
        {"A: changelog_1_10.bin=whole tmp_changelog_1_10.bin | C:", "A: changelog_1_10.bin | C:", ""},
        {"A: | C: changelog_1_10.bin=whole tmp_changelog_1_10.bin", "A: | C: changelog_1_10.bin", ""},
        {"A: changelog_1_10.bin=torn tmp_changelog_1_10.bin | C:",
         "A: changelog_1_10.bin tmp_changelog_1_10.bin | C:", "tmp_changelog_1_10.bin"},
        {"A: snapshot_1.bin=torn tmp_snapshot_1.bin | C:", "A: snapshot_1.bin tmp_snapshot_1.bin | C:",
         "tmp_snapshot_1.bin"},
        // a whole copy that is not all of the source
        {"A: changelog_1_10.bin=longer | C: changelog_1_10.bin=whole tmp_changelog_1_10.bin",
         "A: changelog_1_10.bin | C: changelog_1_10.bin tmp_changelog_1_10.bin", "tmp_changelog_1_10.bin"},
        // doubles: the one at the right place stays
        {"A: changelog_1_10.bin=whole | C: changelog_1_10.bin=whole", "A: | C: changelog_1_10.bin", ""},
        {"A: changelog_1_10.bin=whole | C: changelog_1_10.bin=whole tmp_changelog_1_10.bin",
         "A: | C: changelog_1_10.bin", ""},
        {"A: changelog_1_10.bin=torn | C: changelog_1_10.bin=torn",
         "A: changelog_1_10.bin | C: changelog_1_10.bin", "changelog_1_10.bin"},
        {"A: changelog_1_10.bin=other | C: changelog_1_10.bin=whole",
         "A: changelog_1_10.bin | C: changelog_1_10.bin", "changelog_1_10.bin"},
        // what only lies at the wrong place is no double
        {"A: changelog_1_10.bin=whole state=1 notes | C:", "A: changelog_1_10.bin notes state | C:", ""},
        {"A: keeperfs.same-place | C:", "A: | C:", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.disks);
        const migrate::Layout layout = scene(row);
        MemoryFileSystem files;
        const auto plan = migrate::plan_cleanup(layout, migrate::take_inventory(files, layout));
        migrate::clean_up(layout, plan);
        CHECK(names_on(layout) == row.after);
        std::string kept;
        for (const migrate::Kept& file : plan.kept)
            kept += file.name;
        CHECK(kept == row.kept);
        const auto again = migrate::plan_cleanup(layout, migrate::take_inventory(files, layout));
        CHECK(again.removals.empty());
    }
}
