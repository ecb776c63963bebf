#pragma once
// Sources and sinks in memory.
#include "keeperfs/base/bytes.h"
#include "keeperfs/io/source.h"

#include <algorithm>
#include <random>
#include <string>
#include <utility>

namespace keeperfs::test {

/// Delivers its bytes in pieces of 1 to `largest_piece`, of sizes that repeat from run to run.
class PieceSource : public io::Source {
public:
    PieceSource(std::string content, std::size_t largest_piece)
        : content_(std::move(content)), size_(1, largest_piece) {}
    std::size_t read(std::span<std::uint8_t> into) override {
        const std::size_t n = std::min({into.size(), content_.size() - position_, size_(random_)});
        std::copy_n(as_bytes(content_).data() + position_, n, into.begin());
        position_ += n;
        return n;
    }

private:
    std::string content_;
    std::size_t position_ = 0;
    std::mt19937 random_{42};
    std::uniform_int_distribution<std::size_t> size_;
};

class StringSink : public io::Sink {
public:
    void write(Bytes bytes) override { content += as_text(bytes); }
    void finish() override {}
    std::string content;
};

inline std::string read_all(io::Source& source, std::size_t piece = 4096) {
    std::string all, buffer(piece, '\0');
    while (const std::size_t n = source.read({reinterpret_cast<std::uint8_t*>(buffer.data()), buffer.size()}))
        all.append(buffer, 0, n);
    return all;
}

/// Text that compresses, but not to nothing.
inline std::string sample_text(std::size_t size) {
    std::mt19937 random(7);
    std::string text;
    text.reserve(size + 16);
    while (text.size() < size)
        text += "/node-" + std::to_string(random() % 5000);
    text.resize(size);
    return text;
}

} // namespace keeperfs::test
