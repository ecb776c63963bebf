#pragma once
// Sources and sinks in memory.
#include "keeperfs/base/bytes.h"
#include "keeperfs/io/source.h"

#include <algorithm>
#include <random>
#include <string>
#include <string_view>

namespace keeperfs::test {

/// Hands out bytes in pieces of 1 to `most_per_read` bytes, and like a codec does not say how many are to
/// come.
class ChunkedSource : public io::Source {
public:
    ChunkedSource(std::string_view bytes, std::size_t most_per_read, unsigned seed = 0)
        : left_(as_bytes(bytes)), sizes_(1, most_per_read), random_(seed) {}
    std::size_t read(std::span<std::uint8_t> into) override {
        const std::size_t n = std::min({into.size(), left_.size(), sizes_(random_)});
        std::copy_n(left_.begin(), n, into.begin());
        left_ = left_.subspan(n);
        return n;
    }

private:
    Bytes left_;
    std::uniform_int_distribution<std::size_t> sizes_;
    std::mt19937 random_;
};

inline std::string read_all(io::Source& source, std::size_t piece = 4096) {
    std::string all;
    std::string buffer(piece, '\0');
    for (;;) {
        const std::size_t n = source.read({reinterpret_cast<std::uint8_t*>(buffer.data()), buffer.size()});
        if (n == 0)
            return all;
        all.append(buffer, 0, n);
    }
}

class StringSink : public io::Sink {
public:
    void write(Bytes bytes) override { content += as_text(bytes); }
    void finish() override {}
    std::string content;
};

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
