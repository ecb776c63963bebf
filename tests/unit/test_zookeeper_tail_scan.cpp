#include "support/byte_streams.h"
#include "support/zookeeper_bytes.h"
#include "zookeeper/tail_scan.h"

#include <doctest/doctest.h>

#include <chrono>

using namespace keeperfs;
using namespace keeperfs::zookeeper;

namespace {

LogTail scan(std::string_view bytes) {
    io::MemorySource source(as_bytes(bytes));
    io::Window window(source);
    return scan_log_tail(window);
}

const std::string whole = test::record(5, TxnType::remove, test::Jute().text("/a").bytes());

} // namespace

TEST_CASE("zeros are counted from the front, at any length") {
    for (std::size_t zeros = 0; zeros < 200; ++zeros) {
        CHECK(zeros_at_front(as_bytes(std::string(zeros, '\0'))) == zeros);
        CHECK(zeros_at_front(as_bytes(std::string(zeros, '\0') + "x" + std::string(100, '\0'))) == zeros);
    }
}

TEST_CASE("a whole record is found behind any number of zeros or of other bytes") {
    for (const std::size_t before : {0u, 1u, 7u, 44u, 45u, 1000u, 262144u, 300001u})
        for (const char filler : {'\0', '\1', 'x'}) {
            const LogTail tail = scan(std::string(before, filler) + whole);
            REQUIRE(tail.record_at);
            CHECK(*tail.record_at == before);
            const std::string bytes = std::string(before, filler) + whole + "more";
            test::ChunkedSource pieces(bytes, 1000);
            io::Window window(pieces);
            CHECK(scan_log_tail(window).record_at == before);
        }
}

TEST_CASE("what only looks like a record is none") {
    std::string wrong_checksum = whole, no_end_mark = whole;
    wrong_checksum[7] ^= 1;
    no_end_mark.back() = 0;
    for (const std::string& bytes : {wrong_checksum, no_end_mark, whole.substr(0, whole.size() - 1)}) {
        const LogTail tail = scan(bytes);
        CHECK_FALSE(tail.record_at);
        CHECK_FALSE(tail.gave_up_at);
    }
}

TEST_CASE("the data end behind the last byte that is not zero") {
    CHECK(scan("").data_end == 0);
    CHECK(scan(std::string(100000, '\0')).data_end == 0);
    for (const std::size_t zeros : {0u, 5u, 60u, 100000u}) {
        CHECK(scan(std::string(zeros, '\0') + "x" + std::string(50, '\0')).data_end == zeros + 1);
        CHECK(scan("x" + std::string(zeros, '\0') + "xy" + std::string(300000, '\0')).data_end == zeros + 3);
    }
}

TEST_CASE("a file made of beginnings of large records costs time in proportion to its size") {
    // Every 48 bytes claim a record that reaches over half of the file, so that a plain search would be
    // quadratic.
    std::string bytes;
    constexpr std::size_t count = 200000;
    const auto half = static_cast<std::int32_t>(count * 48 / 2);
    const std::string claim =
        test::Jute().int64(1).int32(half).raw(test::txn_header(1, TxnType::remove)).raw("BBBB").bytes();
    for (std::size_t i = 0; i < count; ++i)
        bytes += claim;
    const auto start = std::chrono::steady_clock::now();
    const LogTail tail = scan(bytes);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(60));
    CHECK(tail.gave_up_at);
}
