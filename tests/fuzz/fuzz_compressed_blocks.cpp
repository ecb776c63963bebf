// Input: a byte that says how the bytes come, a byte that says what is done with them, ClickHouse's
// compressed blocks or plain bytes.
#include "fuzz/decoder_check.h"
#include "support/compressed_blocks.h"

#include "keeperfs/io/codecs.h"

namespace keeperfs::fuzz {

namespace {

std::unique_ptr<io::Source> open_blocks(io::Source& source) { return io::compressed_blocks_source(source); }

/// Blocks with right checksums, as far as their sizes can be followed.
std::string repaired(std::string bytes) {
    constexpr std::size_t hash_bytes = 16, header_bytes = 9;
    std::size_t at = 0;
    while (bytes.size() - at >= hash_bytes + header_bytes) {
        auto* const block = reinterpret_cast<std::uint8_t*>(bytes.data()) + at;
        const std::size_t size = load_le<std::uint32_t>(block + hash_bytes + 1);
        if (size < header_bytes || size > bytes.size() - at - hash_bytes)
            break;
        const Hash128 hash = city_hash128({block + hash_bytes, size});
        store_le(block, hash.low);
        store_le(block + 8, hash.high);
        at += hash_bytes + size;
    }
    return bytes;
}

void compress_and_decode(std::string_view plain, std::size_t piece) {
    test::StringSink compressed;
    const auto sink = io::compressed_blocks_sink(compressed);
    for (std::size_t at = 0; at < plain.size(); at += piece)
        sink->write(as_bytes(plain.substr(at, piece)));
    sink->finish();
    require(decode_both_ways(compressed.content, piece, open_blocks) == Outcome{std::string(plain), {}},
            "compressed blocks do not give back what they were given");
}

} // namespace

void run_one(Bytes bytes) {
    Input input(bytes);
    const std::size_t piece = std::size_t{1} + input.byte();
    const std::uint8_t what = input.up_to(7);
    const std::string_view rest = input.rest();
    if (what == 0)
        compress_and_decode(rest, piece);
    else if (what == 1)
        decode_both_ways(rest, piece, open_blocks);
    else
        decode_both_ways(repaired(std::string(rest)), piece, open_blocks);
}

} // namespace keeperfs::fuzz
