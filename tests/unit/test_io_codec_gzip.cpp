#include "support/byte_streams.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/codecs.h"

#include <doctest/doctest.h>
#include <libdeflate.h>

#include <memory>

using namespace keeperfs;
using test::ChunkedSource;

namespace {

std::string gzip(std::string_view plain) {
    const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
        libdeflate_alloc_compressor(6), &libdeflate_free_compressor);
    std::string out(libdeflate_gzip_compress_bound(compressor.get(), plain.size()), '\0');
    out.resize(
        libdeflate_gzip_compress(compressor.get(), plain.data(), plain.size(), out.data(), out.size()));
    return out;
}

std::string gunzip(std::string_view compressed, std::size_t most_per_read = 65536, std::size_t piece = 4096) {
    ChunkedSource file(compressed, most_per_read);
    return test::read_all(*io::gzip_source(file), piece);
}

std::string sample() {
    std::string text;
    for (int i = 0; i < 20000; ++i)
        text += "/node/" + std::to_string(i * 7919 % 10007);
    return text;
}

} // namespace

TEST_CASE("gzip: several members are one stream, in pieces of any size") {
    const std::string plain = sample();
    const std::string compressed = gzip(plain) + gzip("") + gzip("tail");
    for (const std::size_t chunk : {1u, 7u, 65536u})
        CHECK(gunzip(compressed, chunk) == plain + "tail");
    CHECK(gunzip(compressed, 65536, 1) == plain + "tail");
    CHECK(gunzip(gzip("")).empty());
}

TEST_CASE("gzip: a stream that is cut anywhere is refused") {
    const std::string compressed = gzip("some text, some text, some more text") + gzip("second");
    const std::size_t first_member = gzip("some text, some text, some more text").size();
    for (std::size_t cut = 0; cut < compressed.size(); ++cut) {
        if (cut == first_member)
            continue;
        CHECK_THROWS_AS_MESSAGE(gunzip(compressed.substr(0, cut)), Error, cut);
    }
    try {
        gunzip(compressed.substr(0, compressed.size() - 3));
        FAIL("not refused");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::bad_input);
        CHECK(error.compressed_offset() == compressed.size() - 3);
        CHECK(error.message() == "the gzip data ends before its trailer");
    }
}

TEST_CASE("gzip: junk behind the last member is refused where it begins") {
    const std::string member = gzip("text");
    for (const std::string& junk :
         {std::string("junk"), std::string(1, '\0'), std::string(100, '\0'), std::string("\x1f")}) {
        try {
            gunzip(member + junk);
            FAIL("not refused");
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::bad_input);
            CHECK(*error.compressed_offset() >= member.size());
        }
    }
}

TEST_CASE("gzip: a file of another kind is named as such") {
    try {
        gunzip("ZKSN and so on");
        FAIL("not refused");
    } catch (const Error& error) {
        CHECK(error.message() == "this is no gzip data");
        CHECK(error.compressed_offset() == 0);
    }
}

TEST_CASE("gzip: no flipped byte goes unseen where the decoded bytes would differ") {
    const std::string plain = "some text, some text, some more text";
    const std::string compressed = gzip(plain);
    std::size_t refused = 0;
    for (std::size_t i = 0; i < compressed.size(); ++i) {
        std::string damaged = compressed;
        damaged[i] = static_cast<char>(damaged[i] ^ 0x20);
        std::string decoded;
        try {
            decoded = gunzip(damaged);
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::bad_input);
            ++refused;
            continue;
        }
        CHECK_MESSAGE(decoded == plain, i);
    }
    CHECK(refused > compressed.size() - 10);
}
