#pragma once
#include "io/ahead.h"

#include "keeperfs/io/source.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace keeperfs::io {

/// Reads from another source on a thread of its own, a few blocks ahead: decoding and parsing overlap.
class ReadAheadSource : public Source {
public:
    explicit ReadAheadSource(std::unique_ptr<Source> from);

    std::size_t read(std::span<std::uint8_t> into) override;
    std::optional<std::uint64_t> remaining() const override { return remaining_; }

private:
    struct Block {
        std::vector<std::uint8_t> bytes;
        std::size_t size = 0;
    };
    std::unique_ptr<Source> from_;
    std::optional<std::uint64_t> remaining_; ///< for the reader of this source, not for the thread
    const Block* current_ = nullptr;
    std::size_t position_ = 0;
    bool ended_ = false;
    Ahead<Block> blocks_; ///< last: its thread reads `from_`

    bool fill(Block& block);
};

} // namespace keeperfs::io
