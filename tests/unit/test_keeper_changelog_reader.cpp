#include "support/keeper_records.h"
#include "support/largest_allocation.h"
#include "support/test_dir.h"

#include "keeperfs/keeper/changelog_format.h"
#include "keeperfs/keeper/changelog_reader.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

using namespace keeperfs;
using namespace keeperfs::keeper;
using test::changelog_of;
using test::range_of_indices;

namespace {

using Indices = std::vector<std::uint64_t>;

struct Outcome {
    Indices indices;
    std::vector<std::string> records; ///< everything but the checksum
    ChangelogEnd end{};
    std::uint64_t good_bytes = 0, tail_bytes = 0, frames = 0;
    bool has_open_frame = false;
    std::optional<Error> damage;
    std::vector<std::uint64_t> strays;
    Indices resumed; ///< what was read after resume(), as often as it works
};

Outcome read(io::Source& source, ChangelogCodec codec) {
    Outcome o;
    ChangelogReader reader(source, codec);
    ChangelogRecord record;
    while (reader.next(record)) {
        o.indices.push_back(record.index);
        o.records.push_back(fmt::format("{} {} {} {} {}", record.version, record.index, record.term,
                                        static_cast<int>(record.type), as_text(record.blob)));
        CHECK(reader.record_bytes() == record.blob.size() + changelog_format::header_bytes);
        CHECK(reader.good_bytes() == reader.record_offset() + reader.record_bytes());
    }
    CHECK_FALSE(reader.next(record));
    o.end = reader.end();
    o.good_bytes = reader.good_bytes();
    o.tail_bytes = reader.tail_bytes();
    o.frames = reader.frames();
    o.has_open_frame = reader.has_open_frame();
    o.damage = reader.damage();
    o.strays = reader.stray_block_offsets();
    while (reader.resume())
        while (reader.next(record))
            o.resumed.push_back(record.index);
    CHECK(reader.good_bytes() == o.good_bytes);
    return o;
}
Outcome read(std::string_view bytes, ChangelogCodec codec) {
    io::MemorySource source(as_bytes(bytes));
    return read(source, codec);
}

std::string golden_log(const std::string& name) { return test::read_file(test::golden("keeper/" + name)); }

bool is_prefix(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
    return part.size() <= whole.size() && std::equal(part.begin(), part.end(), whole.begin());
}

constexpr auto plain = ChangelogCodec::plain, zstd = ChangelogCodec::zstd;
const std::string stray_block = std::string("\1\0\0", 3);

} // namespace

TEST_CASE("the logs of real servers are read to their ends") {
    struct Case {
        const char* log;
        std::uint64_t first, last, bytes;
        ChangelogEnd end = ChangelogEnd::clean;
        std::uint64_t tail = 0, frames = 1;
        bool open_frame = true;
    };
    using End = ChangelogEnd;
    // Numbers: the fixtures' own description, and an independent reader.
    const Case cases[] = {
        {"01-simple-plainlog/log/changelog_1_1000.bin", 1, 16, 1883, End::clean, 0, 0, false},
        {"02-rich-zstdlog-rotated/log/changelog_65_72.bin.zstd", 65, 72, 903},
        {"02-rich-zstdlog-rotated/log/changelog_73_80.bin.zstd", 73, 79, 770},
        {"04-live-ephemerals-sigkill/log/changelog_1_1000.bin", 1, 52, 5750, End::clean, 0, 0, false},
        {"05-zstdlog-sigkill/log/changelog_1_30.bin.zstd", 1, 30, 4453},
        {"05-zstdlog-sigkill/log/changelog_31_60.bin.zstd", 31, 60, 4236},
        {"05-zstdlog-sigkill/log/changelog_61_90.bin.zstd", 61, 78, 2048},
        {"07-session-expiry-restart/log/changelog_51_60.bin.zstd", 51, 60, 930, End::clean, 0, 2, false},
        {"07-session-expiry-restart/log/changelog_61_70.bin.zstd", 61, 61, 82},
        {"08-cluster3-sigterm/n1/log/changelog_51_75.bin.zstd", 51, 75, 3567},
        {"08-cluster3-sigterm/n1/log/changelog_76_100.bin.zstd", 76, 87, 1273},
        {"10-force-recovered-single/log/changelog_1_100.bin", 1, 84, 11375, End::clean, 0, 0, false},
        {"13-survivor-conf-appended/log/changelog_1_100.bin", 1, 80, 10971, End::clean, 0, 0, false},
        {"d1-torn-plain-tail/log/changelog_76_100.bin", 76, 78, 301, End::torn_record, 45, 0, false},
        {"d2-torn-zstd-tail/log/changelog_76_100.bin.zstd", 76, 78, 301, End::torn_record, 0, 1, true},
        {"d3-flipped-byte-plain/log/changelog_76_100.bin", 76, 77, 201, End::bad_checksum, 182, 0, false},
        {"d4-flipped-byte-middle-log/log/changelog_51_75.bin", 51, 62, 1935, End::bad_checksum, 1552, 0,
         false},
        {"d8-flipped-byte-zstd/log/changelog_76_100.bin.zstd", 76, 76, 98, End::bad_checksum, 103, 1, true},
        {"d10-zero-tail-plain/log/changelog_76_100.bin", 76, 79, 383, End::zero_tail, 4096, 0, false},
        {"d11-zstd-three-runs/log/changelog_1_1000.bin.zstd", 1, 28, 3313, End::clean, 0, 3, true},
    };
    for (const Case& c : cases) {
        INFO(c.log);
        const std::string_view name = c.log;
        const Outcome o = read(golden_log(c.log), name.ends_with(".zstd") ? zstd : plain);
        CHECK(o.indices == range_of_indices(c.first, c.last));
        CHECK(o.end == c.end);
        CHECK(o.good_bytes == c.bytes);
        CHECK(o.tail_bytes == c.tail);
        CHECK(o.frames == c.frames);
        CHECK(o.has_open_frame == c.open_frame);
        CHECK(o.damage.has_value() == (c.end != End::clean && c.end != End::zero_tail));
    }
}

TEST_CASE("an empty last block inside a frame is passed over, and told") {
    const std::string log = golden_log("d11-zstd-three-runs/log/changelog_1_1000.bin.zstd");
    CHECK(read(log, zstd).strays == std::vector<std::uint64_t>{1038});
    CHECK_FALSE(read(log, zstd).damage);
    std::string mended = log;
    CHECK(log.substr(1038, 3) == stray_block);
    mended.erase(1038, 3);
    CHECK(read(mended, zstd).records == read(log, zstd).records);
    CHECK(read(mended, zstd).strays.empty());
}

TEST_CASE("behind a block that ends a frame, what is neither a frame nor the rest of one is damage") {
    const std::string log = changelog_of({1, 2, 3}, zstd);
    CHECK(log.ends_with(stray_block));
    const Outcome o = read(log + "This is no frame.", zstd);
    CHECK(o.indices == Indices{1, 2, 3});
    CHECK(o.end == ChangelogEnd::bad_stream);
    CHECK(o.strays.empty());
    REQUIRE(o.damage);
    CHECK(o.damage->compressed_offset() == log.size());
}

TEST_CASE("after damage, a reader that is told to goes on at the next record with a right checksum") {
    CHECK(read(golden_log("d3-flipped-byte-plain/log/changelog_76_100.bin"), plain).resumed == Indices{79});
    CHECK(read(golden_log("d4-flipped-byte-middle-log/log/changelog_51_75.bin"), plain).resumed ==
          range_of_indices(64, 75));
    CHECK(read(golden_log("d8-flipped-byte-zstd/log/changelog_76_100.bin.zstd"), zstd).resumed ==
          Indices{78, 79});
    CHECK(read(golden_log("d1-torn-plain-tail/log/changelog_76_100.bin"), plain).resumed.empty());
    const std::string rubbish(1000, '\x5a');
    for (const std::string& between :
         {rubbish, std::string(1000, '\0'), std::string(1, '\0'), std::string("x")}) {
        const Outcome o = read(changelog_of({1, 2}, plain) + between + changelog_of({3, 4}, plain), plain);
        CHECK(o.indices == Indices{1, 2});
        CHECK(o.damage);
        CHECK(o.resumed == Indices{3, 4});
    }
}

TEST_CASE("a torn zstd block that swallowed the frames behind it does not keep these from being found") {
    const std::string torn = golden_log("d2-torn-zstd-tail/log/changelog_76_100.bin.zstd");
    for (const std::uint64_t more : {1U, 200U}) {
        const std::string appended = torn + stray_block + changelog_of(range_of_indices(79, 78 + more), zstd);
        const Outcome o = read(appended, zstd);
        CHECK(o.indices == Indices{76, 77, 78});
        CHECK((o.end == ChangelogEnd::bad_stream || o.end == ChangelogEnd::torn_record));
        CHECK(o.resumed == range_of_indices(79, 78 + more));
    }
    // The same with a raw block, which decodes whatever is in it.
    const std::string one = changelog_of({5}, plain);
    std::string raw_frame("\x28\xb5\x2f\xfd\0\x58", 6);
    raw_frame += static_cast<char>((one.size() << 3) & 0xff);
    raw_frame += static_cast<char>(one.size() >> 5);
    raw_frame += '\0';
    const std::string cut = raw_frame + one.substr(0, 50) + stray_block + changelog_of({6, 7, 8}, zstd);
    CHECK(read(raw_frame + one, zstd).indices == Indices{5});
    CHECK(read(cut, zstd).indices.empty());
    CHECK(read(cut, zstd).resumed == Indices{6, 7, 8});
}

TEST_CASE("frames, skippable frames and zeros can follow each other in a zstd log") {
    const std::string skippable = std::string("\x53\x2a\x4d\x18\5\0\0\0hello", 13);
    const std::string log =
        changelog_of({1, 2}, zstd) + skippable + changelog_of({3}, zstd) + changelog_of({}, zstd);
    const Outcome o = read(log, zstd);
    CHECK(o.indices == Indices{1, 2, 3});
    CHECK(o.end == ChangelogEnd::clean);
    CHECK(o.frames == 3);
    CHECK_FALSE(o.has_open_frame);
    CHECK(o.strays.empty());
    for (const std::size_t zeros : {1u, 2u, 3u, 4u, 4096u}) {
        CHECK(read(log + std::string(zeros, '\0'), zstd).end == ChangelogEnd::zero_tail);
        const std::string open = golden_log("d2-torn-zstd-tail/log/changelog_1_25.bin.zstd");
        const Outcome tail = read(open + std::string(zeros, '\0'), zstd);
        CHECK(tail.indices.size() == 25);
        CHECK(tail.end == ChangelogEnd::zero_tail);
        CHECK(tail.tail_bytes == zeros);
    }
    CHECK(read(skippable.substr(0, 10), zstd).end == ChangelogEnd::torn_record);
    CHECK(read(skippable.substr(0, 6), zstd).end == ChangelogEnd::torn_record);
}

TEST_CASE("an empty log is empty, and zeros alone are unused space") {
    CHECK(read("", plain).end == ChangelogEnd::empty);
    CHECK(read("", zstd).end == ChangelogEnd::empty);
    CHECK(read(changelog_of({}, zstd), zstd).end == ChangelogEnd::empty);
    CHECK(read(changelog_of({}, zstd).substr(0, 6), zstd).end == ChangelogEnd::empty);
    for (const std::size_t size : {1u, 36u, 37u, 100u, 100'000u})
        for (const ChangelogCodec codec : {plain, zstd}) {
            CHECK(read(std::string(size, '\0'), codec).end == ChangelogEnd::zero_tail);
            CHECK(read(std::string(size, '\0'), codec).tail_bytes == size);
        }
    CHECK(read(changelog_of({1}, plain), zstd).end == ChangelogEnd::bad_stream);
}

TEST_CASE("records come as they lie there: repeated, jumping, of any type and of versions 0 to 2") {
    CHECK(read(changelog_of({5, 6, 7, 6, 7, 100, 0}, plain), plain).indices ==
          Indices{5, 6, 7, 6, 7, 100, 0});
    test::StringSink sink;
    ChangelogWriter writer(sink, plain);
    for (std::uint8_t version = 0; version <= 2; ++version)
        writer.write({.version = version, .index = version, .term = 9, .type = RecordType{231}, .blob = {}});
    writer.finish();
    CHECK(read(sink.content, plain).records ==
          std::vector<std::string>{"0 0 9 231 ", "1 1 9 231 ", "2 2 9 231 "});
    std::string later = changelog_of({1, 2}, plain);
    later[later.size() / 2 + 8] = 3;
    const Outcome o = read(later, plain);
    CHECK(o.indices == Indices{1});
    CHECK(o.end == ChangelogEnd::unknown_version);
    CHECK(o.damage->got() == "3");
}

TEST_CASE("a log cut at any byte gives the records that are whole") {
    for (const char* name : {"01-simple-plainlog/log/changelog_1_1000.bin",
                             "02-rich-zstdlog-rotated/log/changelog_65_72.bin.zstd",
                             "d11-zstd-three-runs/log/changelog_1_1000.bin.zstd"}) {
        const std::string log = golden_log(name);
        const ChangelogCodec codec = std::string_view(name).ends_with(".zstd") ? zstd : plain;
        const Outcome whole = read(log, codec);
        std::size_t before = 0;
        for (std::size_t cut = 0; cut <= log.size(); ++cut) {
            const Outcome o = read(std::string_view(log).substr(0, cut), codec);
            REQUIRE_MESSAGE(is_prefix(o.records, whole.records), cut);
            REQUIRE(o.records.size() >= before);
            REQUIRE(o.records.size() <= before + 1);
            before = o.records.size();
            REQUIRE(o.damage.has_value() == (o.end != ChangelogEnd::clean && o.end != ChangelogEnd::empty));
            REQUIRE(o.resumed.empty());
            if (codec == plain)
                REQUIRE(o.good_bytes + o.tail_bytes == cut);
        }
        CHECK(before == whole.records.size());
    }
}

TEST_CASE("a flipped bit at any byte gives no wrong record, and resuming none either") {
    for (const char* name : {"01-simple-plainlog/log/changelog_1_1000.bin",
                             "02-rich-zstdlog-rotated/log/changelog_65_72.bin.zstd"}) {
        const std::string log = golden_log(name);
        const ChangelogCodec codec = std::string_view(name).ends_with(".zstd") ? zstd : plain;
        const Outcome whole = read(log, codec);
        for (std::size_t at = 0; at < log.size(); ++at)
            for (const int bits : {0x01, 0x40, 0xff}) {
                std::string damaged = log;
                damaged[at] = static_cast<char>(damaged[at] ^ bits);
                const Outcome o = read(damaged, codec);
                REQUIRE_MESSAGE(is_prefix(o.records, whole.records), at);
                // zstd has bits that mean nothing.
                if (codec == plain) {
                    REQUIRE(o.damage);
                    REQUIRE(o.indices.size() + 1 + o.resumed.size() == whole.indices.size());
                }
                for (const std::uint64_t index : o.resumed)
                    REQUIRE(std::ranges::find(whole.indices, index) != whole.indices.end());
            }
    }
}

TEST_CASE("a log reads the same whatever pieces it arrives in") {
    for (const char* name : {"d3-flipped-byte-plain/log/changelog_76_100.bin",
                             "d8-flipped-byte-zstd/log/changelog_76_100.bin.zstd",
                             "d11-zstd-three-runs/log/changelog_1_1000.bin.zstd"}) {
        const std::string log = golden_log(name);
        const ChangelogCodec codec = std::string_view(name).ends_with(".zstd") ? zstd : plain;
        const Outcome whole = read(log, codec);
        for (unsigned seed = 0; seed < 12; ++seed) {
            test::ChunkedSource pieces(log, std::size_t{1} << seed, seed);
            const Outcome o = read(pieces, codec);
            CHECK(o.records == whole.records);
            CHECK(o.end == whole.end);
            CHECK(o.good_bytes == whole.good_bytes);
            CHECK(o.strays == whole.strays);
            CHECK(o.resumed == whole.resumed);
        }
    }
}

TEST_CASE("sizes that a log only claims cost no memory") {
    std::string log = changelog_of({1, 2}, plain);
    const std::size_t second = log.size() / 2;
    for (const std::uint64_t size : {std::uint64_t{1} << 30, UINT64_MAX, UINT64_MAX - 36}) {
        store_le(reinterpret_cast<std::uint8_t*>(log.data()) + second + 29, size);
        test::largest_allocation = 0;
        const Outcome o = read(log, plain);
        CHECK(o.indices == Indices{1});
        CHECK(o.end == ChangelogEnd::torn_record);
        CHECK(test::largest_allocation < 1'000'000);
    }
}

TEST_CASE("a search among many headers that could be records ends soon") {
    std::string log = changelog_of({1}, plain);
    log.back() = static_cast<char>(log.back() ^ 1);
    const std::string right = changelog_of({2}, plain);
    std::string hostile;
    while (hostile.size() < 8'000'000) {
        std::string header = right.substr(0, 57);
        store_le(reinterpret_cast<std::uint8_t*>(header.data()) + 29, std::uint64_t{4'000'000});
        hostile += header;
    }
    const Outcome o = read(log + hostile, plain);
    CHECK(o.indices.empty());
    CHECK(o.resumed.empty());
}
