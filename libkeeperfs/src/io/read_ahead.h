#pragma once
#include "io/channel.h"

#include "keeperfs/io/source.h"

#include <cstdint>
#include <exception>
#include <memory>
#include <thread>
#include <vector>

namespace keeperfs::io {

/// Reads from another source on a thread of its own, a few blocks ahead: decoding and parsing overlap.
class ReadAheadSource : public Source {
public:
    explicit ReadAheadSource(std::unique_ptr<Source> from);
    ReadAheadSource(const ReadAheadSource&) = delete;
    ReadAheadSource& operator=(const ReadAheadSource&) = delete;
    ~ReadAheadSource() override;

    std::size_t read(std::span<std::uint8_t> into) override;
    std::optional<std::uint64_t> remaining() const override;

private:
    struct Block {
        std::vector<std::uint8_t> bytes;
        std::size_t size = 0;
        std::exception_ptr failure; ///< comes behind the bytes that were read before it
    };
    std::unique_ptr<Source> from_;
    std::optional<std::uint64_t> remaining_; ///< for the reader of this source, not for the thread
    Channel<Block> filled_, empty_;
    Block current_;
    std::size_t position_ = 0;
    bool ended_ = false;
    std::jthread thread_; ///< last: it uses the members above

    void run(const std::stop_token& stop);
};

} // namespace keeperfs::io
