#include "support/byte_streams.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/codecs.h"

#include <doctest/doctest.h>
#include <snappy.h>

using namespace keeperfs;
using namespace std::string_literals;
using test::ChunkedSource;

namespace {

const std::string header = "\x82SNAPPY\0\0\0\0\1\0\0\0\1"s;

std::string chunk(std::string_view raw_block) {
    std::string out;
    append_be(out, static_cast<std::int32_t>(raw_block.size()));
    return out.append(raw_block);
}
std::string block(std::string_view plain) {
    std::string compressed;
    snappy::Compress(plain.data(), plain.size(), &compressed);
    return chunk(compressed);
}

std::string decode(std::string_view compressed, std::size_t most_per_read = 65536, std::size_t piece = 4096) {
    ChunkedSource file(compressed, most_per_read);
    return test::read_all(*io::snappy_java_source(file), piece);
}

Error error_of(std::string_view compressed) {
    try {
        decode(compressed);
    } catch (const Error& error) {
        return error;
    }
    return Error(ErrorKind::defect, "not refused");
}

} // namespace

TEST_CASE("snappy: blocks, empty blocks and headers between blocks are one stream") {
    const std::string long_text(100000, 'x');
    const std::string stream = header + block(long_text) + block("") + header + header + block("tail");
    for (const std::size_t most_per_read : {1u, 5u, 65536u})
        CHECK(decode(stream, most_per_read) == long_text + "tail");
    CHECK(decode(stream, 65536, 1) == long_text + "tail");
    CHECK(decode(header).empty());
}

TEST_CASE("snappy: a stream cut between two blocks is short, anywhere else it is refused") {
    const std::string first = header + block("the first block, the first block");
    const std::string stream = first + block("second");
    for (std::size_t cut = 0; cut < stream.size(); ++cut) {
        if (cut == header.size() || cut == first.size())
            continue;
        const Error error = error_of(stream.substr(0, cut));
        CHECK_MESSAGE(error.kind() == ErrorKind::bad_input, cut);
        CHECK(error.compressed_offset() == (cut < header.size()  ? 0
                                            : cut < first.size() ? header.size()
                                                                 : first.size()));
    }
}

TEST_CASE("snappy: a block's claimed size is checked before anything is allocated") {
    const std::string four_gib = "\xff\xff\xff\xff\x0f"s;
    CHECK(error_of(header + chunk(four_gib)).message() == "a snappy block claims more than it can hold");
    CHECK(error_of(header + chunk(four_gib + std::string(1000, '\0'))).wanted() == "at most 21504");
    const std::string over_the_limit = "\x80\x80\x80\x21"s; // 66 MiB, from bytes that could make it
    CHECK(error_of(header + chunk(over_the_limit + std::string(4 << 20, '\0'))).wanted() ==
          "at most 67108864");
    CHECK(error_of(header + chunk("\xff\xff\xff\xff\xff\xff")).message() ==
          "a snappy block does not say its size");
}

TEST_CASE("snappy: the densest block that can be made is accepted") {
    std::string raw = "\xe8\x07"s + "\x00"s + "x"s; // 1000 bytes, the first a literal
    for (std::size_t made = 1; made < 1000; made += std::min<std::size_t>(64, 1000 - made))
        raw += static_cast<char>((std::min<std::size_t>(64, 1000 - made) - 1) << 2 | 2) + "\x01\x00"s;
    CHECK(decode(header + chunk(raw)) == std::string(1000, 'x'));
}

TEST_CASE("snappy: lengths that no block has are refused") {
    for (const std::int32_t length : {0, -1, INT32_MIN, INT32_MAX}) {
        std::string stream = header;
        append_be(stream, length);
        const Error error = error_of(stream + "rest");
        CHECK(error.message() == "no snappy block has this length");
        CHECK(error.compressed_offset() == header.size());
    }
}

TEST_CASE("snappy: copies from before the start, and blocks that are longer or shorter than they say, are "
          "refused") {
    for (const std::string& raw : {"\x04\x02\x01\x00"s,            // copy with nothing before it
                                   "\x05\x00x\x0e\x00\x00"s,       // offset 0
                                   "\x05\x00x\x0e\x02\x00"s,       // offset 2 behind one byte
                                   "\x02\x08xyz"s, "\x04\x08xyz"s, // says 2 and 4, is 3
                                   "\x04\x0cxyz"s, "\x04\xf4"s})   // cut literals
        CHECK(error_of(header + chunk(raw)).message() == "a snappy block cannot be decompressed");
}

TEST_CASE("snappy: the official framing format and later versions are refused by name") {
    CHECK(error_of("\xff\x06\x00\x00sNaPpY"s).message() == "this is no data of snappy-java's stream format");
    CHECK(error_of("\x82SNAPPY\0\0\0\0\2\0\0\0\2"s).message() ==
          "the snappy data has a version that is not known");
    CHECK(error_of("\x82SNAPPY\0\0\0\0\0\0\0\0\0"s).message() ==
          "the snappy data has a version that is not known");
    CHECK(decode("\x82SNAPPY\0\0\0\0\2\0\0\0\1"s + block("later, but readable")) == "later, but readable");
}
