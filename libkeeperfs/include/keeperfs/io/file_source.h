#pragma once
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/source.h"

#include <memory>
#include <string>

namespace keeperfs::io {

/// Reads a file from its first byte to the size it had when it was opened. Ends early, as an Error, when the
/// user interrupts the run.
class KEEPERFS_EXPORT FileSource : public Source {
public:
    FileSource(FileSystem& files, const std::string& path);
    /// Reads an open file: several times what is one file, whatever takes its name meanwhile.
    explicit FileSource(std::shared_ptr<File> file);
    std::size_t read(std::span<std::uint8_t> into) override;
    std::optional<std::uint64_t> remaining() const override { return size_ - position_; }
    std::uint64_t size() const noexcept { return size_; }
    std::uint64_t position() const noexcept { return position_; }

private:
    std::shared_ptr<File> file_;
    std::uint64_t size_;
    std::uint64_t position_ = 0;
};

/// All that is still to come of a file that is known to be small.
KEEPERFS_EXPORT std::string rest_of(FileSource& source);

} // namespace keeperfs::io
