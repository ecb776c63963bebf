// Input: a byte that says how the bytes come, a byte: is it a whole file, or a body that gets a block around
// it, and the bytes. What is read wholly and is of a version that we write must survive being written.
#include "fuzz/fuzz_target.h"
#include "fuzz/keeper_equal.h"
#include "support/compressed_blocks.h"
#include "support/keeper_snapshots.h"

namespace keeperfs::fuzz {

namespace {

struct ReadResult {
    std::optional<test::WholeSnapshot> whole;
    std::string error;
};

ReadResult read(const std::string& file, std::size_t piece) {
    try {
        return {test::read_snapshot(file, piece), {}};
    } catch (const Error& error) {
        require(error.kind() == ErrorKind::bad_input, "an error of the wrong kind");
        return {{}, error.what()};
    }
}

void write_and_read(const test::WholeSnapshot& meant) {
    std::string body;
    try {
        body = test::encode(meant, meant.header.version);
    } catch (const Error& error) {
        require(error.kind() == ErrorKind::refused, "an error of the wrong kind");
        return;
    }
    require_equal(test::read_snapshot(test::plain_block(body)), meant);
}

} // namespace

void run_one(Bytes bytes) {
    Input input(bytes);
    const std::size_t piece = std::size_t{1} + input.byte();
    const bool is_file = input.flag();
    const std::string_view rest = input.rest();
    const std::string file = is_file ? std::string(rest) : test::plain_block(rest);

    const ReadResult result = read(file, SIZE_MAX);
    const ReadResult in_pieces = read(file, piece);
    require(result.error.empty() == in_pieces.error.empty(), "the size of the pieces decides over an error");
    // How far a damaged file is decoded depends on what the decoder has at once.
    require(is_file || result.error == in_pieces.error, "the size of the pieces changes the error");
    if (!result.whole)
        return;
    require_equal(*in_pieces.whole, *result.whole);
    if (result.whole->header.version >= keeper::snapshot_version::oldest_written)
        write_and_read(*result.whole);
}

} // namespace keeperfs::fuzz
