#include "base/cityhash.h"
#include "support/byte_streams.h"
#include "support/compressed_blocks.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/codecs.h"

#include <doctest/doctest.h>

#include <optional>
#include <vector>

using namespace keeperfs;
using namespace keeperfs::test;

namespace {

constexpr std::uint8_t none = method_none, lz4 = method_lz4, zstd = method_zstd;
constexpr std::size_t mebibyte = 1 << 20;

std::string compressed(std::string_view text, std::size_t piece = SIZE_MAX) {
    StringSink sink;
    const auto blocks = io::compressed_blocks_sink(sink);
    for (std::size_t at = 0; at < text.size(); at += std::min(piece, text.size() - at))
        blocks->write(as_bytes(text.substr(at, piece)));
    blocks->finish();
    return sink.content;
}
std::string decompressed(const std::string& file, std::size_t largest_piece = SIZE_MAX,
                         std::size_t read_size = 4096) {
    ChunkedSource source(file, largest_piece);
    const auto blocks = io::compressed_blocks_source(source);
    return read_all(*blocks, read_size);
}
std::optional<Error> failure(const std::string& file) {
    try {
        decompressed(file);
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

/// LZ4: five literals and nothing else.
const std::string lz4_hello = "\x50hello";
/// zstd: one segment of five bytes in one raw block, with its size stated.
const std::string zstd_hello("\x28\xb5\x2f\xfd\x20\x05\x29\x00\x00hello", 14);

std::string zstd_without_size(std::string_view text) {
    StringSink sink;
    const auto stream = io::zstd_sink(sink, 3, 1);
    stream->write(as_bytes(text));
    stream->finish();
    return sink.content;
}

} // namespace

TEST_CASE("compressed blocks give back what went in, however the bytes are cut") {
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, mebibyte, mebibyte * 5 / 2}) {
        const std::string text = sample_text(size);
        const std::string file = compressed(text);
        CHECK(file == compressed(text, 77'777));
        CHECK(decompressed(file, 1000, 3) == text);
        CHECK(decompressed(file, SIZE_MAX, 4 * mebibyte) == text);
    }
    CHECK(decompressed(compressed("small"), 1) == "small");
}

TEST_CASE("a written block says what it holds, at most 1 MiB") {
    const std::string file = compressed(sample_text(mebibyte + 10));
    const std::uint8_t* header = as_bytes(file).data() + 16;
    CHECK(header[0] == lz4);
    CHECK(load_le<std::uint32_t>(header + 5) == mebibyte);
    const std::size_t first = 16 + load_le<std::uint32_t>(header + 1);
    REQUIRE(file.size() > first + 25);
    CHECK(load_le<std::uint32_t>(as_bytes(file).data() + first + 21) == 10);
    CHECK(compressed("").empty());
}

TEST_CASE("blocks of every method stand in one file") {
    const std::string file = block(lz4, lz4_hello, 5) + block(none, " world", 6) +
                             block(zstd, zstd_hello, 5) + block(zstd, zstd_without_size(" again"), 6);
    CHECK(decompressed(file) == "hello worldhello again");
    CHECK(decompressed(file, 1, 1) == "hello worldhello again");
}

TEST_CASE("what a block says is checked before it is believed") {
    struct Row {
        std::string what;
        std::string block;
    };
    std::string flipped = block(lz4, lz4_hello, 5);
    flipped.back() ^= 1;
    const std::vector<Row> rows{
        {"checksum", flipped},
        {"no payload", block(lz4, "", 5)},
        {"size smaller than the header", block(lz4, lz4_hello, 5, 8)},
        {"size beyond 1 GiB", block(lz4, lz4_hello, 5, 0x40000001)},
        {"size beyond the file", block(lz4, lz4_hello, 5, 1000)},
        {"nothing inside", block(lz4, lz4_hello, 0)},
        {"decompressed beyond 1 GiB", block(none, "hello", 0x40000001)},
        {"unknown method", block(0x91, "hello", 5)},
        {"LZ4 payload with a match before the start", block(lz4, std::string("\x00\x09\x00\x10x", 5), 20)},
        {"LZ4 payload shorter than stated", block(lz4, lz4_hello, 6)},
        {"LZ4 payload longer than stated", block(lz4, lz4_hello, 4)},
        {"LZ4 payload that cannot hold so much", block(lz4, lz4_hello, 0x40000000)},
        {"plain payload of another size", block(none, "hello", 6)},
        {"zstd payload that is no frame", block(zstd, "hello", 5)},
        {"zstd payload that states another size", block(zstd, zstd_hello, 6)},
        {"zstd payload shorter than stated", block(zstd, zstd_without_size("hello"), 6)},
        {"zstd payload longer than stated", block(zstd, zstd_without_size("hello"), 4)},
        {"zstd payload cut", block(zstd, zstd_hello.substr(0, 10), 5)},
    };
    const std::string before = block(none, "fine", 4);
    for (const Row& row : rows) {
        const auto error = failure(before + row.block);
        REQUIRE_MESSAGE(error, row.what);
        CHECK_MESSAGE(error->kind() == ErrorKind::bad_input, row.what);
        CHECK_MESSAGE(error->compressed_offset() == before.size(), row.what);
    }
}

TEST_CASE("a file of blocks ends between two of them or is cut") {
    const std::string first = block(lz4, lz4_hello, 5), file = first + block(none, " world", 6);
    for (std::size_t size = 0; size < file.size(); ++size) {
        const auto error = failure(file.substr(0, size));
        if (size == 0 || size == first.size())
            CHECK_MESSAGE(!error, size);
        else
            CHECK_MESSAGE((error && error->kind() == ErrorKind::bad_input), size);
    }
}
