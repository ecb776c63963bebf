#include "support/byte_streams.h"
#include "support/test_dir.h"
#include "support/zookeeper_bytes.h"

#include "keeperfs/base/error.h"
#include "keeperfs/zookeeper/txnlog_reader.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <vector>

using namespace keeperfs;
using namespace keeperfs::zookeeper;
using test::ChunkedSource;

namespace {

struct Outcome {
    std::vector<std::int64_t> zxids;
    std::optional<TxnLogEnd> end;
    std::uint64_t end_offset = 0, torn_bytes = 0;
    std::optional<Error> error;
};

Outcome outcome_of(io::Source& source) {
    Outcome outcome;
    try {
        TxnLogReader reader(source);
        Transaction txn;
        while (reader.next(txn))
            outcome.zxids.push_back(txn.zxid);
        CHECK_FALSE(reader.next(txn));
        outcome.end = reader.end();
        outcome.end_offset = reader.end_offset();
        outcome.torn_bytes = reader.torn_bytes();
    } catch (const Error& error) {
        outcome.error = error;
    }
    return outcome;
}
Outcome outcome_of(std::string_view bytes) {
    io::MemorySource source(as_bytes(bytes));
    return outcome_of(source);
}

std::string removal(std::int64_t zxid) {
    return test::record(zxid, TxnType::remove, test::Jute().text("/node-" + std::to_string(zxid)).bytes());
}
std::string log_of(std::int64_t first, std::int64_t last) {
    std::string bytes = test::txnlog_header();
    for (std::int64_t zxid = first; zxid <= last; ++zxid)
        bytes += removal(zxid);
    return bytes;
}

/// Where records begin and where the last one ends.
std::vector<std::size_t> record_borders(std::string_view bytes) {
    io::MemorySource source(as_bytes(bytes));
    TxnLogReader reader(source);
    std::vector<std::size_t> borders;
    Transaction txn;
    while (reader.next(txn))
        borders.push_back(txn.offset);
    borders.push_back(reader.end_offset());
    return borders;
}

} // namespace

TEST_CASE("a log ends cleanly at its last byte and at zeros") {
    for (const std::size_t padding : {0u, 1u, 11u, 12u, 13u, 64u, 4096u, 1000000u}) {
        const std::string bytes = log_of(5, 7);
        const Outcome o = outcome_of(bytes + std::string(padding, '\0'));
        CHECK(o.zxids == std::vector<std::int64_t>{5, 6, 7});
        CHECK(o.end == TxnLogEnd::clean);
        CHECK(o.end_offset == bytes.size());
        CHECK(o.torn_bytes == 0);
    }
    CHECK(outcome_of(test::txnlog_header()).end == TxnLogEnd::clean);
}

TEST_CASE("an empty file and a cut header are ends of their own") {
    CHECK(outcome_of("").end == TxnLogEnd::empty_file);
    CHECK(outcome_of("").torn_bytes == 0);
    for (std::size_t cut = 1; cut < 16; ++cut)
        CHECK(outcome_of(test::txnlog_header().substr(0, cut)).end == TxnLogEnd::torn_header);
    CHECK(outcome_of(test::txnlog_header().substr(0, 10)).torn_bytes == 8);
}

TEST_CASE("a file with another magic is no log, and only the magic is looked at") {
    const Outcome o = outcome_of("ZKSN" + log_of(1, 2).substr(4));
    REQUIRE(o.error);
    CHECK(o.error->message() == "this is no ZooKeeper transaction log");
    CHECK(outcome_of(std::string(1000, '\0')).error);
    std::string other_version = log_of(1, 2);
    other_version[7] = 3;
    other_version[15] = 9;
    CHECK(outcome_of(other_version).zxids.size() == 2);
}

TEST_CASE("offsets lead back to the file") {
    const std::string bytes = log_of(5, 6);
    io::MemorySource source(as_bytes(bytes));
    TxnLogReader reader(source);
    Transaction txn;
    for (const std::int64_t zxid : {5, 6}) {
        REQUIRE(reader.next(txn));
        CHECK(txn.offset == bytes.find(removal(zxid)));
        const Bytes path = txn.operations[0].path;
        CHECK(bytes.substr(reader.offset_of(path), path.size()) == as_text(path));
        CHECK(reader.offset_of({}) == txn.offset);
    }
}

TEST_CASE("a log cut at any byte gives the transactions that are whole, and knows whether one was torn") {
    const std::string file = test::read_file(test::golden("zookeeper/plain/version-2/log.3f"));
    const std::vector<std::size_t> borders = record_borders(file);
    REQUIRE(borders.size() > 20);
    const std::vector<std::int64_t> all = outcome_of(file).zxids;
    for (std::size_t cut = 0; cut <= file.size(); ++cut) {
        const Outcome o = outcome_of(std::string_view(file).substr(0, cut));
        REQUIRE_FALSE(o.error);
        const auto whole = static_cast<std::size_t>(
            std::max<std::ptrdiff_t>(0, std::ranges::upper_bound(borders, cut) - borders.begin() - 1));
        REQUIRE(o.zxids ==
                std::vector<std::int64_t>(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(whole)));
        if (cut < 16) {
            CHECK(o.end == (cut == 0 ? TxnLogEnd::empty_file : TxnLogEnd::torn_header));
        } else if (cut <= borders.back()) {
            CHECK(o.end_offset == borders[whole]);
            const std::string_view torn = std::string_view(file).substr(borders[whole], cut - borders[whole]);
            const std::size_t last = torn.find_last_not_of('\0');
            const std::size_t torn_bytes = last == std::string_view::npos ? 0 : last + 1;
            CHECK(o.torn_bytes == torn_bytes);
            CHECK(o.end == (torn_bytes == 0 ? TxnLogEnd::clean : TxnLogEnd::torn_record));
        }
    }
}

TEST_CASE(
    "a torn record before zeros is a torn tail, and its bytes are counted to the last that is not zero") {
    const std::string whole = log_of(1, 3);
    const std::string torn = removal(4).substr(0, 30);
    const Outcome o = outcome_of(whole + torn + std::string(100000, '\0'));
    CHECK(o.zxids.size() == 3);
    CHECK(o.end == TxnLogEnd::torn_record);
    CHECK(o.end_offset == whole.size());
    CHECK(o.torn_bytes == torn.find_last_not_of('\0') + 1);
}

TEST_CASE("damage that a server takes for the end is refused when a whole record follows") {
    const std::string before = log_of(1, 3);
    const std::string after = removal(5) + removal(6);
    const std::string right = removal(4);
    std::string no_end_mark = right, zero_length = right, huge_length = right;
    no_end_mark.back() = 'C';
    zero_length.replace(8, 4, 4, '\0');
    huge_length.replace(8, 4, "\x7f\xff\xff\xff");
    const std::string zeros(5000, '\0');
    for (const std::string& damaged : {no_end_mark, zero_length, huge_length, right.substr(0, 20), zeros}) {
        const Outcome o = outcome_of(before + damaged + after);
        CHECK(o.zxids.size() == 3);
        REQUIRE(o.error);
        CHECK(o.error->kind() == ErrorKind::bad_input);
        CHECK(o.error->offset() == before.size());
        CHECK(o.error->message() == fmt::format("a transaction is cut or damaged, but this is not the end of "
                                                "the log: a whole one follows at byte {}",
                                                before.size() + damaged.size()));
        const std::string bytes = before + damaged + after;
        ChunkedSource unknown_size(bytes, 50);
        CHECK(outcome_of(unknown_size).error->message() == o.error->message());
        // The same damage with nothing behind it.
        const Outcome tail = outcome_of(before + damaged);
        CHECK_FALSE(tail.error);
        CHECK(tail.end == (damaged == zeros ? TxnLogEnd::clean : TxnLogEnd::torn_record));
    }
}

TEST_CASE("a zero length with data behind it is a torn tail, not a clean end") {
    const std::string before = log_of(1, 3);
    const Outcome checksum_only = outcome_of(before + test::Jute().int64(5).int32(0).bytes());
    CHECK(checksum_only.end == TxnLogEnd::torn_record);
    CHECK(checksum_only.torn_bytes == 8);
    const Outcome rubbish = outcome_of(before + std::string(2000, '\0') + "rubbish" + std::string(70, '\0'));
    CHECK(rubbish.end == TxnLogEnd::torn_record);
    CHECK(rubbish.end_offset == before.size());
    CHECK(rubbish.torn_bytes == 2007);
}

TEST_CASE("negative lengths are refused, too large ones are a torn tail") {
    const std::string before = log_of(1, 3);
    for (const std::int32_t length : {-1, -2, INT32_MIN}) {
        const Outcome o = outcome_of(before + test::Jute().int64(5).int32(length).int64(0).bytes());
        REQUIRE(o.error);
        CHECK(o.error->offset() == before.size() + 8);
        CHECK(o.error->got() == std::to_string(length));
    }
    for (const std::int32_t length : {INT32_MAX, 1000}) {
        const std::string bytes = before + test::Jute().int64(5).int32(length).int64(0).bytes();
        CHECK(outcome_of(bytes).end == TxnLogEnd::torn_record);
        ChunkedSource unknown_size(bytes, 7);
        CHECK(outcome_of(unknown_size).end == TxnLogEnd::torn_record);
    }
}

TEST_CASE("a wrong checksum and a body that does not parse are refused with their offset") {
    const std::string before = log_of(1, 3);
    std::string wrong = removal(4);
    wrong[50] ^= 1;
    const Outcome checksum = outcome_of(before + wrong + removal(5));
    REQUIRE(checksum.error);
    CHECK(checksum.zxids.size() == 3);
    CHECK(checksum.error->message() == "the checksum of a transaction is wrong");
    CHECK(checksum.error->offset() == before.size());

    for (const std::string& record : {test::sealed_record("short"), test::record(4, TxnType{99}, ""),
                                      test::record(4, TxnType::set_data, test::Jute().text("/a").bytes())}) {
        const Outcome o = outcome_of(before + record);
        REQUIRE(o.error);
        CHECK(o.zxids.size() == 3);
        CHECK(*o.error->offset() >= before.size());
        CHECK(*o.error->offset() <= before.size() + record.size());
    }
}

TEST_CASE("no flipped byte inside a record goes unseen") {
    const std::string bytes = log_of(1, 6);
    const std::vector<std::int64_t> all = outcome_of(bytes).zxids;
    const std::vector<std::size_t> borders = record_borders(bytes);
    std::size_t checksum_errors = 0, middle_errors = 0, length_errors = 0, torn = 0;
    for (std::size_t i = 16; i < bytes.size(); ++i)
        for (const int bits : {0x01, 0x80, 0xff}) {
            std::string damaged = bytes;
            damaged[i] = static_cast<char>(damaged[i] ^ bits);
            const Outcome o = outcome_of(damaged);
            const auto record =
                static_cast<std::ptrdiff_t>(std::ranges::upper_bound(borders, i) - borders.begin() - 1);
            REQUIRE_MESSAGE(o.zxids == std::vector<std::int64_t>(all.begin(), all.begin() + record), i);
            if (!o.error) {
                CHECK(o.end == TxnLogEnd::torn_record);
                CHECK(record == 5);
                ++torn;
            } else if (o.error->message() == "the checksum of a transaction is wrong") {
                ++checksum_errors;
            } else if (o.error->message().starts_with("a transaction is cut or damaged")) {
                ++middle_errors;
            } else {
                ++length_errors;
            }
        }
    CHECK(checksum_errors + middle_errors + length_errors + torn == 3 * (bytes.size() - 16));
    CHECK(checksum_errors > 2 * middle_errors);
    // Of every record: the end mark, and the length but for the two flips that make it negative.
    CHECK(middle_errors + torn == 6 * (3 + 10));
    CHECK(length_errors == 6 * 2);
}

TEST_CASE("a log reads the same whatever pieces it arrives in") {
    const std::string bytes = test::read_file(test::golden("zookeeper/plain/version-2/log.1"));
    const Outcome whole = outcome_of(bytes);
    REQUIRE(whole.zxids.size() > 50);
    for (unsigned seed = 0; seed < 20; ++seed) {
        ChunkedSource pieces(bytes, std::size_t{1} << seed, seed);
        const Outcome o = outcome_of(pieces);
        CHECK(o.zxids == whole.zxids);
        CHECK(o.end == whole.end);
        CHECK(o.end_offset == whole.end_offset);
    }
}

TEST_CASE("preallocated zeros are passed over fast") {
    const std::string bytes = log_of(1, 3) + std::string(std::size_t{64} << 20, '\0');
    CHECK(outcome_of(bytes).end == TxnLogEnd::clean);
}
