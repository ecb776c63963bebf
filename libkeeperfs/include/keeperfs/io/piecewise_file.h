#pragma once
#include "keeperfs/io/filesystem.h"

#include <cstdint>
#include <memory>
#include <string>

namespace keeperfs::io {

/// Reads small pieces at given places. Where they follow each other, one call of the operating system serves
/// many; where they do not, little more is read than was asked for.
class KEEPERFS_EXPORT PiecewiseFile {
public:
    PiecewiseFile(FileSystem& files, const std::string& path) : file_(files.open_for_reading(path)) {}

    /// Replaces `into`; false when the file ends before.
    bool read_at(std::uint64_t offset, std::size_t size, std::string& into);

private:
    static constexpr std::size_t single_block = 4 * std::size_t{1024};
    static constexpr std::size_t following_block = 256 * std::size_t{1024};
    std::unique_ptr<File> file_;
    std::string block_;
    std::uint64_t block_offset_ = 0;
};

} // namespace keeperfs::io
