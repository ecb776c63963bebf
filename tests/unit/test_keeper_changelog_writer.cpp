#include "support/keeper_records.h"
#include "support/test_dir.h"

#include "keeperfs/base/error.h"
#include "keeperfs/keeper/changelog_reader.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::keeper;

namespace {

std::string rewritten(const std::string& log, ChangelogCodec from, ChangelogCodec to) {
    io::MemorySource source(as_bytes(log));
    ChangelogReader reader(source, from);
    test::StringSink sink;
    ChangelogWriter writer(sink, to);
    ChangelogRecord record;
    while (reader.next(record))
        writer.write(record);
    writer.finish();
    CHECK_FALSE(reader.damage());
    return sink.content;
}

} // namespace

TEST_CASE("a real log that is read and written is the same, also by way of zstd") {
    const std::string log =
        test::read_file(test::golden("keeper/13-survivor-conf-appended/log/changelog_1_100.bin"));
    CHECK(rewritten(log, ChangelogCodec::plain, ChangelogCodec::plain) == log);
    const std::string compressed = rewritten(log, ChangelogCodec::plain, ChangelogCodec::zstd);
    CHECK(compressed.size() < log.size() / 2);
    CHECK(rewritten(compressed, ChangelogCodec::zstd, ChangelogCodec::plain) == log);
}

TEST_CASE("a zstd log begins and ends with the bytes by which servers know it") {
    for (const std::uint64_t records : {0U, 1U, 3U, 20'000U}) {
        const std::string log = test::changelog_of(test::range_of_indices(1, records), ChangelogCodec::zstd);
        CHECK(log.starts_with(std::string("\x28\xb5\x2f\xfd\0", 5)));
        CHECK(log.ends_with(std::string("\1\0\0", 3)));
    }
}

TEST_CASE("a record of a version that no release reads is not written") {
    test::StringSink sink;
    ChangelogWriter writer(sink, ChangelogCodec::plain);
    CHECK_THROWS_AS(writer.write({.version = 3, .blob = {}}), Error);
    CHECK(sink.content.empty());
}

TEST_CASE("a log is named after its first and last possible index") {
    CHECK(changelog_name(1, 100'000, ChangelogCodec::plain) == "changelog_1_100000.bin");
    CHECK(changelog_name(7, UINT64_MAX, ChangelogCodec::zstd) == "changelog_7_18446744073709551615.bin.zstd");
}
