#include "keeper/decoded_records.h"
#include "support/keeper_records.h"

#include <doctest/doctest.h>

#include <memory>

using namespace keeperfs;
using namespace keeperfs::keeper;
using namespace keeperfs::test;

namespace {

/// Far more than a batch holds, by number and by bytes: each 100th record is large, each 7th no request.
std::string blob_of(std::uint64_t index) {
    if (index % 7 == 0)
        return "no request";
    if (index % 100 == 0)
        return request_blob(1, 2, OpNum::set,
                            Jute().text("/large").text(sample_text(100'000)).int32(-1).bytes(),
                            servers_part(5, 6, 7));
    return removal_blob(index);
}

constexpr std::uint64_t all = 2000;

std::string log() {
    StringSink sink;
    ChangelogWriter writer(sink, ChangelogCodec::zstd);
    for (std::uint64_t index = 1; index <= all; ++index) {
        const std::string blob = blob_of(index);
        writer.write({.index = index, .term = 1, .blob = as_bytes(blob)});
    }
    writer.finish();
    return sink.content;
}

std::unique_ptr<io::Source> source_of(const std::string& content) {
    return std::make_unique<ChunkedSource>(content, 1000);
}

} // namespace

TEST_CASE("records come with their requests, in order, whatever batch they were in") {
    const std::string content = log();
    DecodedRecords records(source_of(content), ChangelogCodec::zstd, UINT64_MAX,
                           DecodedRecords::Depth::requests);
    ChunkedSource source(content, SIZE_MAX);
    ChangelogReader reader(source, ChangelogCodec::zstd);
    for (ChangelogRecord wanted; reader.next(wanted);) {
        const DecodedRecord* const decoded = records.next();
        REQUIRE(decoded != nullptr);
        CAPTURE(wanted.index);
        REQUIRE(decoded->record.index == wanted.index);
        REQUIRE(decoded->offset == reader.record_offset());
        REQUIRE(as_text(decoded->record.blob) == as_text(wanted.blob));
        REQUIRE(decoded->undecodable.has_value() == (wanted.index % 7 == 0));
        if (decoded->undecodable)
            continue;
        Request request;
        decode_request(wanted.blob, wanted.index, reader.record_offset(), request);
        REQUIRE(decoded->request.operation.op == request.operation.op);
        REQUIRE(as_text(decoded->request.operation.path) == as_text(request.operation.path));
        REQUIRE(as_text(decoded->request.operation.data) == as_text(request.operation.data));
        REQUIRE(decoded->request.zxid == request.zxid);
    }
    CHECK(records.next() == nullptr);
}

TEST_CASE("no more records come than were asked for") {
    const std::string content = log();
    for (const std::uint64_t most :
         {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{256}, std::uint64_t{777}}) {
        DecodedRecords records(source_of(content), ChangelogCodec::zstd, most,
                               DecodedRecords::Depth::requests);
        std::uint64_t count = 0;
        while (records.next() != nullptr)
            ++count;
        CHECK(count == most);
    }
}

TEST_CASE("who takes no more records leaves the thread without harm") {
    const std::string content = log();
    DecodedRecords records(source_of(content), ChangelogCodec::zstd, UINT64_MAX,
                           DecodedRecords::Depth::requests);
    const DecodedRecord* const first = records.next();
    REQUIRE(first != nullptr);
    CHECK(first->record.index == 1);
}
