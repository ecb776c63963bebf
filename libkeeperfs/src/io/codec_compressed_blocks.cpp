// ClickHouse's compressed blocks, one after the other to the end of the file (little-endian):
//     16  CityHash128 (1.0.2) of everything after it: low word, high word
//      1  method
//      4  u32 size of this header without the hash, and the payload: payload + 9
//      4  u32 size when decompressed, not 0
//      n  payload; LZ4: one raw block
#include "base/cityhash.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/codecs.h"
#include "keeperfs/io/window.h"

#include <lz4.h>
#include <zstd.h>

#include <algorithm>
#include <new>
#include <vector>

namespace keeperfs::io {

namespace {

constexpr std::uint8_t method_none = 0x02, method_lz4 = 0x82, method_zstd = 0x90;
constexpr std::size_t hash_bytes = 16, header_bytes = 9;
constexpr std::uint32_t largest_size = 0x40000000; ///< what servers accept, for both sizes
/// One byte of an LZ4 block stands for 255 bytes at most.
constexpr std::uint64_t largest_lz4_ratio = 255;
constexpr std::size_t written_block_bytes = 1 << 20; ///< as servers write them

/// Bytes of the size that was last asked for; what was in them before is lost.
class Buffer {
public:
    std::span<std::uint8_t> sized(std::size_t n) {
        if (n > capacity_) {
            bytes_ = std::make_unique_for_overwrite<std::uint8_t[]>(n);
            capacity_ = n;
        }
        return {bytes_.get(), n};
    }

private:
    std::unique_ptr<std::uint8_t[]> bytes_;
    std::size_t capacity_ = 0;
};

class CompressedBlocksSource final : public Source {
public:
    explicit CompressedBlocksSource(Source& compressed)
        : input_(compressed), context_(ZSTD_createDCtx(), &ZSTD_freeDCtx) {
        if (context_ == nullptr)
            throw std::bad_alloc();
    }

    std::size_t read(std::span<std::uint8_t> into) override {
        if (left_.empty() && !next_block())
            return 0;
        const std::size_t n = std::min(into.size(), left_.size());
        std::copy_n(left_.begin(), n, into.begin());
        left_ = left_.subspan(n);
        return n;
    }

private:
    Window input_;
    std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context_;
    Buffer decoded_;
    Bytes left_;

    [[noreturn]] void fail(Error error) const { throw error.at_compressed(input_.offset()); }

    /// `n` bytes from the block's first on.
    Bytes whole(std::size_t n) {
        const Bytes view = input_.want(n);
        if (view.size() < n)
            fail(Error(ErrorKind::bad_input, "the file ends inside a compressed block")
                     .found(fmt::format("{} bytes", view.size()), fmt::format("{} bytes", n)));
        return view.first(n);
    }

    bool next_block() {
        if (input_.want(1).empty())
            return false;
        const Bytes header = whole(hash_bytes + header_bytes).subspan(hash_bytes);
        const auto size = load_le<std::uint32_t>(header.data() + 1);
        const auto decoded_size = load_le<std::uint32_t>(header.data() + 5);
        if (size <= header_bytes || size > largest_size)
            fail(Error(ErrorKind::bad_input, "the size of a compressed block is impossible")
                     .found(std::to_string(size), fmt::format("{} to {}", header_bytes + 1, largest_size)));
        if (decoded_size == 0 || decoded_size > largest_size)
            fail(Error(ErrorKind::bad_input, "the decompressed size of a block is impossible")
                     .found(std::to_string(decoded_size), fmt::format("1 to {}", largest_size)));
        const Bytes block = whole(hash_bytes + size);
        check_hash(block);
        decode(block[hash_bytes], block.subspan(hash_bytes + header_bytes), decoded_size);
        input_.consume(block.size());
        return true;
    }

    void check_hash(Bytes block) const {
        const Hash128 stated{load_le<std::uint64_t>(block.data()), load_le<std::uint64_t>(block.data() + 8)};
        const Hash128 computed = city_hash128(block.subspan(hash_bytes));
        if (stated != computed)
            fail(Error(ErrorKind::bad_input, "the checksum of a compressed block does not match")
                     .found(fmt::format("{:016x}{:016x}", computed.high, computed.low),
                            fmt::format("{:016x}{:016x}", stated.high, stated.low)));
    }

    void decode(std::uint8_t method, Bytes payload, std::uint32_t decoded_size) {
        std::uint64_t got = 0;
        switch (method) {
        case method_none:
            got = decode_none(payload, decoded_size);
            break;
        case method_lz4:
            got = decode_lz4(payload, decoded_size);
            break;
        case method_zstd:
            got = decode_zstd(payload, decoded_size);
            break;
        default:
            fail(Error(ErrorKind::bad_input, "the compression method of a block is not known")
                     .found(fmt::format("0x{:02x}", method), "0x82 (LZ4), 0x90 (ZSTD) or 0x02 (none)"));
        }
        if (got != decoded_size)
            fail(Error(ErrorKind::bad_input,
                       "a compressed block does not decompress to the size that it states")
                     .found(std::to_string(got), std::to_string(decoded_size)));
    }

    std::uint64_t decode_none(Bytes payload, std::uint32_t decoded_size) {
        if (payload.size() == decoded_size) {
            const auto out = decoded_.sized(decoded_size);
            std::copy(payload.begin(), payload.end(), out.begin());
            left_ = out;
        }
        return payload.size();
    }

    std::uint64_t decode_lz4(Bytes payload, std::uint32_t decoded_size) {
        if (decoded_size > payload.size() * largest_lz4_ratio)
            damaged("LZ4 cannot hold that many bytes in it");
        const auto out = decoded_.sized(decoded_size);
        const int got = LZ4_decompress_safe(reinterpret_cast<const char*>(payload.data()),
                                            reinterpret_cast<char*>(out.data()),
                                            static_cast<int>(payload.size()), static_cast<int>(decoded_size));
        if (got < 0)
            damaged("not an LZ4 block");
        left_ = out;
        return static_cast<std::uint64_t>(got);
    }

    std::uint64_t decode_zstd(Bytes payload, std::uint32_t decoded_size) {
        const auto stated = ZSTD_getFrameContentSize(payload.data(), payload.size());
        if (stated == ZSTD_CONTENTSIZE_ERROR)
            damaged("not a zstd frame");
        if (stated != ZSTD_CONTENTSIZE_UNKNOWN && stated != decoded_size)
            return stated;
        const auto out = decoded_.sized(decoded_size);
        const std::size_t got =
            ZSTD_decompressDCtx(context_.get(), out.data(), out.size(), payload.data(), payload.size());
        if (ZSTD_isError(got) != 0)
            damaged(ZSTD_getErrorName(got));
        left_ = out;
        return got;
    }

    [[noreturn]] void damaged(const char* why) const {
        fail(Error(ErrorKind::bad_input,
                   fmt::format("the payload of a compressed block is damaged: {}", why)));
    }
};

class CompressedBlocksSink final : public Sink {
public:
    explicit CompressedBlocksSink(Sink& compressed)
        : compressed_(compressed),
          block_(block_buffer_.sized(hash_bytes + header_bytes + largest_payload())) {
        pending_.reserve(written_block_bytes);
    }

    void write(Bytes bytes) override {
        while (!bytes.empty()) {
            const std::size_t n = std::min(bytes.size(), written_block_bytes - pending_.size());
            append_bytes(pending_, bytes.first(n));
            bytes = bytes.subspan(n);
            if (pending_.size() == written_block_bytes)
                write_block();
        }
    }

    void finish() override {
        if (!pending_.empty())
            write_block();
    }

private:
    Sink& compressed_;
    std::vector<std::uint8_t> pending_;
    Buffer block_buffer_;
    std::span<std::uint8_t> block_;

    static std::size_t largest_payload() {
        return static_cast<std::size_t>(LZ4_compressBound(static_cast<int>(written_block_bytes)));
    }

    void write_block() {
        std::uint8_t* const header = block_.data() + hash_bytes;
        std::uint8_t* const payload = header + header_bytes;
        const int room = static_cast<int>(block_.size() - hash_bytes - header_bytes);
        const int size =
            LZ4_compress_default(reinterpret_cast<const char*>(pending_.data()),
                                 reinterpret_cast<char*>(payload), static_cast<int>(pending_.size()), room);
        if (size <= 0)
            throw Error(ErrorKind::defect, "LZ4 cannot compress a block");
        const std::size_t hashed = header_bytes + static_cast<std::size_t>(size);
        header[0] = method_lz4;
        store_le(header + 1, static_cast<std::uint32_t>(hashed));
        store_le(header + 5, static_cast<std::uint32_t>(pending_.size()));
        const Hash128 hash = city_hash128({header, hashed});
        store_le(block_.data(), hash.low);
        store_le(block_.data() + 8, hash.high);
        compressed_.write({block_.data(), hash_bytes + hashed});
        pending_.clear();
    }
};

} // namespace

std::unique_ptr<Source> compressed_blocks_source(Source& compressed) {
    return std::make_unique<CompressedBlocksSource>(compressed);
}
std::unique_ptr<Sink> compressed_blocks_sink(Sink& compressed) {
    return std::make_unique<CompressedBlocksSink>(compressed);
}

} // namespace keeperfs::io
