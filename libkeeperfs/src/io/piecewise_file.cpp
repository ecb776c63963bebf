#include "keeperfs/io/piecewise_file.h"

namespace keeperfs::io {

namespace {
std::span<std::uint8_t> writable(std::string& text) {
    return {reinterpret_cast<std::uint8_t*>(text.data()), text.size()};
}
} // namespace

bool PiecewiseFile::read_at(std::uint64_t offset, std::size_t size, std::string& into) {
    const std::uint64_t block_end = block_offset_ + block_.size();
    if (offset < block_offset_ || offset + size > block_end) {
        const bool follows = offset >= block_offset_ && offset < block_end + following_block;
        block_.resize(std::max(size, follows ? following_block : single_block));
        block_.resize(file_->read_at(offset, writable(block_)));
        block_offset_ = offset;
    }
    if (offset + size > block_offset_ + block_.size())
        return false;
    into.assign(block_, offset - block_offset_, size);
    return true;
}

} // namespace keeperfs::io
