// Input: a byte that says how the bytes come, a stream of snappy-java.
#include "fuzz/decoder_check.h"

#include "keeperfs/io/codecs.h"

namespace keeperfs::fuzz {

void run_one(Bytes bytes) {
    Input input(bytes);
    const std::size_t piece = std::size_t{1} + input.byte();
    decode_both_ways(input.rest(), piece, [](io::Source& source) { return io::snappy_java_source(source); });
}

} // namespace keeperfs::fuzz
