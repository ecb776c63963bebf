#pragma once
// Bytes in, bytes out, one after the other. Files, codecs and read-ahead are all one of the two.
#include "keeperfs/base/bytes.h"
#include "keeperfs/export.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace keeperfs::io {

class KEEPERFS_EXPORT Source {
public:
    virtual ~Source();
    /// Puts at least one byte at the front of `into` and says how many; 0 only at the end. Throws Error.
    virtual std::size_t read(std::span<std::uint8_t> into) = 0;
    /// Bytes still to come, where that is known (a plain file); nullopt behind a codec.
    virtual std::optional<std::uint64_t> remaining() const { return std::nullopt; }
};

class KEEPERFS_EXPORT Sink {
public:
    virtual ~Sink();
    virtual void write(Bytes bytes) = 0;
    /// Flushes and ends the stream. Only what was finished was written.
    virtual void finish() = 0;
};

/// A Source over bytes that the caller keeps alive.
class KEEPERFS_EXPORT MemorySource : public Source {
public:
    explicit MemorySource(Bytes bytes) : left_(bytes) {}
    std::size_t read(std::span<std::uint8_t> into) override;
    std::optional<std::uint64_t> remaining() const override { return left_.size(); }

private:
    Bytes left_;
};

} // namespace keeperfs::io
