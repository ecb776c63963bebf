// snappy-java's SnappyOutputStream:
//   header   82 'S' 'N' 'A' 'P' 'P' 'Y' 00, int version 1, int oldest compatible version 1
//   block    int n (big-endian, > 0), n bytes of one raw snappy block
// Streams may be concatenated: a header may stand wherever a block may. There is no end mark and no checksum.
#include "keeperfs/base/error.h"
#include "keeperfs/io/codecs.h"
#include "keeperfs/io/window.h"

#include <fmt/format.h>
#include <snappy.h>

#include <algorithm>
#include <array>
#include <vector>

namespace keeperfs::io {

namespace {

constexpr std::array<std::uint8_t, 8> magic{0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0};
constexpr std::size_t header_bytes = 16;
constexpr std::size_t length_bytes = 4;
constexpr std::int32_t our_version = 1;

/// ZooKeeper writes blocks of 32 KiB; snappy-java can be told to write larger ones.
constexpr std::size_t largest_block = std::size_t{64} << 20;

/// The densest element of a block is a copy: three bytes that make 64.
constexpr std::uint64_t most_bytes_out_of(std::size_t compressed) {
    return (compressed / 3 + 1) * std::uint64_t{64};
}

constexpr const char* advice = "The file is damaged or incomplete; give another copy or an older file.";

class SnappyJavaSource final : public Source {
public:
    explicit SnappyJavaSource(Source& compressed) : input_(compressed) {}

    std::size_t read(std::span<std::uint8_t> into) override {
        if (!header_seen_)
            read_header();
        while (taken_ == block_bytes_)
            if (!read_block())
                return 0;
        const std::size_t n = std::min(into.size(), block_bytes_ - taken_);
        std::copy_n(block_.begin() + static_cast<std::ptrdiff_t>(taken_), n, into.begin());
        taken_ += n;
        return n;
    }

private:
    Window input_;
    std::vector<std::uint8_t> block_;
    std::size_t block_bytes_ = 0, taken_ = 0;
    bool header_seen_ = false;

    Error damaged(std::string what) const {
        return Error(ErrorKind::bad_input, std::move(what)).at_compressed(input_.offset()).hint(advice);
    }

    void read_header() {
        const Bytes header = input_.want(header_bytes);
        const std::size_t compared = std::min(header.size(), magic.size());
        if (!std::equal(header.begin(), header.begin() + static_cast<std::ptrdiff_t>(compared),
                        magic.begin()))
            throw damaged("this is no data of snappy-java's stream format");
        if (header.size() < header_bytes)
            throw damaged("the header of the snappy data is cut")
                .found(fmt::format("{} bytes", header.size()), fmt::format("{} bytes", header_bytes));
        const auto version = load_be<std::int32_t>(header.data() + magic.size());
        const auto compatible = load_be<std::int32_t>(header.data() + magic.size() + sizeof version);
        if (version < our_version || compatible > our_version)
            throw damaged("the snappy data has a version that is not known")
                .found(fmt::format("version {}, readable from version {} on", version, compatible),
                       "version 1");
        input_.consume(header_bytes);
        header_seen_ = true;
    }

    /// False at the end of the stream.
    bool read_block() {
        Bytes prefix = input_.want(length_bytes);
        while (prefix.size() >= length_bytes &&
               std::equal(magic.begin(), magic.begin() + length_bytes, prefix.begin())) {
            read_header();
            prefix = input_.want(length_bytes);
        }
        if (prefix.empty())
            return false;
        if (prefix.size() < length_bytes)
            throw damaged("the length of a snappy block is cut");
        const auto length = load_be<std::int32_t>(prefix.data());
        const std::size_t most = snappy::MaxCompressedLength(largest_block);
        if (length <= 0 || static_cast<std::size_t>(length) > most)
            throw damaged("no snappy block has this length")
                .found(std::to_string(length), fmt::format("1 to {}", most));
        decompress(static_cast<std::size_t>(length));
        return true;
    }

    void decompress(std::size_t length) {
        Bytes block = input_.want(length_bytes + length);
        if (block.size() < length_bytes + length)
            throw damaged("a snappy block is cut")
                .found(fmt::format("{} bytes", block.size() - length_bytes), fmt::format("{} bytes", length));
        block = block.subspan(length_bytes, length);
        const char* raw = as_text(block).data();
        std::size_t claimed = 0;
        if (!snappy::GetUncompressedLength(raw, length, &claimed))
            throw damaged("a snappy block does not say its size");
        const std::uint64_t most = std::min<std::uint64_t>(most_bytes_out_of(length), largest_block);
        if (claimed > most)
            throw damaged("a snappy block claims more than it can hold")
                .found(fmt::format("{} bytes", claimed), fmt::format("at most {}", most));
        if (block_.size() < claimed)
            block_.resize(claimed);
        if (!snappy::RawUncompress(raw, length, reinterpret_cast<char*>(block_.data())))
            throw damaged("a snappy block cannot be decompressed");
        input_.consume(length_bytes + length);
        block_bytes_ = claimed;
        taken_ = 0;
    }
};

} // namespace

std::unique_ptr<Source> snappy_java_source(Source& compressed) {
    return std::make_unique<SnappyJavaSource>(compressed);
}

} // namespace keeperfs::io
