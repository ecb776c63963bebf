#include "support/byte_streams.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/codecs.h"

#include <doctest/doctest.h>

#include <optional>

using namespace keeperfs;
using namespace keeperfs::test;
using io::OpenFrame;

namespace {

std::string compressed(std::string_view text, unsigned threads = 1, std::size_t piece = SIZE_MAX) {
    StringSink sink;
    const auto zstd = io::zstd_sink(sink, 3, threads);
    for (std::size_t at = 0; at < text.size(); at += std::min(piece, text.size() - at))
        zstd->write(as_bytes(text.substr(at, piece)));
    zstd->finish();
    return sink.content;
}

std::string decompressed(const std::string& file, OpenFrame open_end = OpenFrame::is_an_error,
                         std::size_t largest_piece = SIZE_MAX, std::size_t read_size = 4096) {
    ChunkedSource source(file, largest_piece);
    const auto zstd = io::zstd_source(source, open_end);
    return read_all(*zstd, read_size);
}

std::optional<Error> failure(const std::string& file, OpenFrame open_end = OpenFrame::is_an_error) {
    try {
        decompressed(file, open_end);
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

/// A frame whose window is 2^(10 + exponent), holding nothing.
std::string empty_frame_with_window(int exponent) {
    return std::string("\x28\xb5\x2f\xfd\x00", 5) + static_cast<char>(exponent << 3) +
           std::string("\x01\0\0", 3);
}
std::string skippable_frame(std::string_view content) {
    std::string frame = "\x50\x2a\x4d\x18";
    append_le(frame, static_cast<std::uint32_t>(content.size()));
    return frame.append(content);
}

} // namespace

TEST_CASE("zstd gives back what went in, however the bytes are cut") {
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{1000}, std::size_t{700'000}}) {
        const std::string text = sample_text(size);
        const std::string file = compressed(text);
        for (const std::size_t piece : {std::size_t{1}, std::size_t{777}, SIZE_MAX})
            for (const std::size_t read_size : {std::size_t{3}, std::size_t{4096}, std::size_t{1} << 20})
                CHECK(decompressed(file, OpenFrame::is_an_error, piece, read_size) == text);
    }
}

TEST_CASE("a zstd frame begins as a server's does: a checksum at the end, the window of level 3, no size") {
    CHECK(compressed("text").starts_with("\x28\xb5\x2f\xfd\x04\x58"));
}

TEST_CASE("the bytes of a zstd frame depend neither on the threads nor on the writes") {
    const std::string text = sample_text(20 << 20);
    const std::string one = compressed(text, 1);
    CHECK(one == compressed(text, 2));
    CHECK(one == compressed(text, 4, 100'000));
    CHECK(one == compressed(text, 0, 3'000'001));
    CHECK(decompressed(one) == text);
}

TEST_CASE("zstd frames follow each other, and skippable ones hold nothing") {
    const std::string file = skippable_frame("x") + compressed("first ") +
                             skippable_frame(sample_text(300'000)) + compressed("") + compressed("second") +
                             skippable_frame("");
    for (const std::size_t piece : {std::size_t{1}, std::size_t{50}, SIZE_MAX})
        CHECK(decompressed(file, OpenFrame::is_an_error, piece) == "first second");
}

TEST_CASE("a zstd frame cut anywhere is an error, or the end for whoever allows it") {
    const std::string text = sample_text(3000);
    const std::string file = compressed(text);
    CHECK(decompressed("", OpenFrame::is_an_error).empty());
    for (std::size_t size = 1; size < file.size(); ++size) {
        const auto error = failure(file.substr(0, size));
        REQUIRE_MESSAGE(error, size);
        CHECK(error->kind() == ErrorKind::bad_input);
        CHECK(error->compressed_offset() == size);
        CHECK(text.starts_with(decompressed(file.substr(0, size), OpenFrame::ends_the_stream)));
    }
    CHECK(decompressed(file.substr(0, file.size() - 1), OpenFrame::ends_the_stream) == text);
}

TEST_CASE("a zstd window above 2^27 is refused before anything is decoded") {
    CHECK_FALSE(failure(empty_frame_with_window(17)));
    const auto error = failure(empty_frame_with_window(18));
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::bad_input);
}

TEST_CASE("bytes that are no zstd frame, and damage inside one, are errors with their place") {
    const std::string first = compressed("first");
    for (const OpenFrame open_end : {OpenFrame::is_an_error, OpenFrame::ends_the_stream}) {
        // The second begins like a frame of zstd 0.6, which some builds of the library decode.
        for (const std::string behind : {"garbage", "\x26\xb5\x2f\xfd garbage"}) {
            const auto garbage = failure(first + behind, open_end);
            REQUIRE(garbage);
            CHECK(garbage->kind() == ErrorKind::bad_input);
            CHECK(garbage->compressed_offset() == first.size());
        }
    }
    std::string wrong_checksum = first;
    wrong_checksum.back() ^= 1;
    const auto damaged = failure(wrong_checksum, OpenFrame::ends_the_stream);
    REQUIRE(damaged);
    CHECK(damaged->kind() == ErrorKind::bad_input);
    CHECK(damaged->compressed_offset().has_value());
}
