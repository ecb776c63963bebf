// Input: a byte that says how the bytes come, a byte that says what is done with them, zstd frames or plain
// bytes.
#include "fuzz/decoder_check.h"

#include "keeperfs/io/codecs.h"

namespace keeperfs::fuzz {

namespace {

void compress_and_decode(std::string_view plain, std::size_t piece) {
    test::StringSink compressed;
    const auto sink = io::zstd_sink(compressed, 1, 1);
    for (std::size_t at = 0; at < plain.size(); at += piece)
        sink->write(as_bytes(plain.substr(at, piece)));
    sink->finish();
    const Outcome decoded = decode_both_ways(compressed.content, piece, [](io::Source& source) {
        return io::zstd_source(source, io::OpenFrame::is_an_error);
    });
    require(decoded == Outcome{std::string(plain), {}}, "zstd does not give back what it was given");
}

} // namespace

void run_one(Bytes bytes) {
    Input input(bytes);
    const std::size_t piece = std::size_t{1} + input.byte();
    const std::uint8_t what = input.up_to(7);
    const std::string_view rest = input.rest();
    if (what == 0) {
        compress_and_decode(rest, piece);
        return;
    }
    const Outcome strict = decode_both_ways(
        rest, piece, [](io::Source& source) { return io::zstd_source(source, io::OpenFrame::is_an_error); });
    const Outcome open_end = decode_both_ways(rest, piece, [](io::Source& source) {
        return io::zstd_source(source, io::OpenFrame::ends_the_stream);
    });
    require(open_end.records == strict.records, "an open end changes what is decoded");
    require(!strict.error.empty() || open_end.error.empty(), "an open end makes an error");
}

} // namespace keeperfs::fuzz
