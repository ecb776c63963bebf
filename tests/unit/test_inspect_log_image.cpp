#include "keeperfs/inspect/log_image.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using inspect::DirectoryScan;
using inspect::IndexRange;
using inspect::LogImage;
using inspect::RecordRun;

namespace {

/// A directory with one changelog for each list of runs.
DirectoryScan scan_of(const std::vector<std::vector<RecordRun>>& files) {
    DirectoryScan scan;
    for (const std::vector<RecordRun>& runs : files) {
        scan.logs.emplace_back();
        scan.logs.back().runs = runs;
    }
    return scan;
}

LogImage image_of(const std::vector<std::vector<RecordRun>>& files) {
    LogImage image;
    image.add(scan_of(files), 0);
    return image;
}

/// "1-5:2" are the records 1 to 5 of term 2.
std::string text_of(const LogImage& image) {
    std::string text;
    for (const auto& [first, piece] : image.pieces())
        text += (text.empty() ? "" : " ") + std::to_string(first) + "-" + std::to_string(piece.run.last()) +
                ":" + std::to_string(piece.run.term);
    return text;
}

} // namespace

TEST_CASE("of two records with one index that of the greater term counts") {
    // Indices, records, term.
    CHECK(text_of(image_of({{{1, 10, 1}}, {{11, 5, 1}}})) == "1-10:1 11-15:1");
    CHECK(text_of(image_of({{{1, 10, 1}, {6, 2, 2}}})) == "1-5:1 6-7:2");
    CHECK(text_of(image_of({{{1, 5, 1}, {6, 2, 2}}, {{6, 9, 1}}})) == "1-5:1 6-7:2");
    CHECK(text_of(image_of({{{1, 5, 3}}, {{9, 4, 2}}})) == "1-5:3");
    CHECK(text_of(image_of({{{1, 9, 1}}, {{1, 9, 1}}})) == "1-9:1");
    CHECK(text_of(image_of({{{1, 3, 1}, {7, 3, 1}}, {{1, 12, 1}}})) == "1-3:1 4-6:1 7-9:1 10-12:1");
    CHECK(text_of(image_of({{{20, 5, 2}}, {{10, 20, 1}}})) == "10-19:1 20-24:2");
}

TEST_CASE("records that were overwritten are known, with their file") {
    const LogImage image = image_of({{{1, 5, 1}, {6, 2, 2}}, {{6, 9, 1}}});
    REQUIRE(image.superseded().size() == 1);
    CHECK(image.superseded()[0].file == 1);
    CHECK(image.superseded()[0].run.first == 6);
    CHECK(image.superseded()[0].run.last() == 14);
}

TEST_CASE("gaps, reach and begin follow the records that are there") {
    const LogImage image = image_of({{{5, 6, 1}, {11, 2, 1}, {20, 5, 1}}});
    CHECK((image.gaps() == std::vector<IndexRange>{{13, 19}}));
    CHECK(image.reach(0) == 0);
    CHECK(image.reach(4) == 12);
    CHECK(image.reach(11) == 12);
    CHECK(image.reach(19) == 24);
    CHECK(image.begin_of(12) == 5);
    CHECK(image.begin_of(13) == 14);
    CHECK(image.last() == 24);
    CHECK(!image.at(13));
    CHECK(image.at(12)->run.first == 11);
}

TEST_CASE("an image takes the records of another, of the indices asked for only") {
    LogImage image = image_of({{{1, 5, 1}, {10, 3, 2}}}), other;
    other.add(scan_of({{{1, 7, 1}, {8, 8, 2}}}), 1);
    image.take(other, {6, 9});
    CHECK(text_of(image) == "1-5:1 6-7:1 8-9:2 10-12:2");
    image.take(other, {13, 14});
    CHECK(text_of(image) == "1-5:1 6-7:1 8-9:2 10-12:2 13-14:2");
    image.take(other, {40, 50});
    CHECK(image.last() == 14);
}

TEST_CASE("the last record that two logs share stands before what one of them has overwritten") {
    const LogImage image = image_of({{{1, 50, 1}, {51, 29, 2}, {90, 10, 2}}});
    const auto shared = [&](const std::vector<std::vector<RecordRun>>& other) {
        const auto forth = image.last_common(image_of(other)), back = image_of(other).last_common(image);
        CHECK(forth == back);
        return forth.value_or(0);
    };
    CHECK(shared({{{1, 50, 1}, {51, 29, 2}, {90, 10, 2}}}) == 99);
    CHECK(shared({{{40, 20, 1}}}) == 50);
    CHECK(shared({{{1, 50, 1}, {51, 30, 3}}}) == 50);
    CHECK(shared({{{60, 27, 2}}}) == 79);
    CHECK(shared({{{80, 9, 2}}}) == 0);
    CHECK(shared({{{1, 99, 4}}}) == 0);
    CHECK(shared({}) == 0);
    CHECK(image.last_common(image, 85) == 79);
    CHECK(image.last_common(image, 0) == std::nullopt);
}

TEST_CASE("the zxid of a record in a run is counted from its first") {
    const RecordRun run{10, 5, 1, 7};
    CHECK(run.zxid_at(10) == 7);
    CHECK(run.zxid_at(14) == 11);
    CHECK(RecordRun{10, 5, 1, 0}.zxid_at(14) == 0);
}
