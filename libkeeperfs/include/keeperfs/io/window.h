#pragma once
// A sliding view over a Source: the parsers' only way to bytes.
#include "keeperfs/base/bytes.h"
#include "keeperfs/io/source.h"

#include <cstddef>
#include <cstdint>
#include <memory>

namespace keeperfs::io {

/// Holds the bytes between "consumed" and "read so far". Grows only by bytes that really arrived, so a length
/// that a file claims costs nothing until the file has it.
class KEEPERFS_EXPORT Window {
public:
    static constexpr std::size_t default_block = 256 * 1024;
    /// Borrows the source.
    explicit Window(Source& source, std::size_t block = default_block);

    /// At least `n` bytes in one piece, or fewer when the stream ends before. Valid until the next call of
    /// want().
    Bytes want(std::size_t n) {
        if (filled_ - begin_ < n)
            fill(n);
        return {buffer_.get() + begin_, filled_ - begin_};
    }
    /// Passes over the first `n` bytes of what want() returned.
    void consume(std::size_t n) noexcept { begin_ += n; }

    /// Offset, in the stream, of the first byte not consumed.
    std::uint64_t offset() const noexcept { return base_ + begin_; }
    /// Bytes between here and the end of the stream, where the source knows.
    std::optional<std::uint64_t> left() const;

    /// Adler-32 of every byte consumed so far; costs nothing unless it was switched on before the first byte.
    void checksum_with_adler32() noexcept { checksumming_ = true; }
    std::uint32_t adler32();

private:
    Source& source_;
    std::size_t block_;
    std::unique_ptr<std::uint8_t[]> buffer_;
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0, filled_ = 0;
    std::uint64_t base_ = 0;      ///< stream offset of buffer_[0]
    std::size_t checksummed_ = 0; ///< buffer_[0..checksummed_) is in adler_ already
    std::uint32_t adler_ = 1;
    bool checksumming_ = false;
    bool ended_ = false;

    void fill(std::size_t n);
    void add_to_checksum();
};

} // namespace keeperfs::io
