#include "io/zstd_encoder.h"
#include "io/zstd_magic.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/codecs.h"
#include "keeperfs/io/window.h"

#include <zstd.h>

#include <algorithm>
#include <limits>
#include <new>
#include <utility>
#include <vector>

namespace keeperfs::io {

namespace {

/// What the command line tool and Keeper's servers decode; it bounds the decoder's memory.
constexpr int largest_window_log = 27;

/// The level of Keeper's servers. Its own tables, of 2^17 and 2^16 entries, take 0.75 MiB, most of a core's
/// second cache. With these, measured on the benchmark's generated trees, it needs about a sixth less time,
/// for a size that differs by about a hundredth at most, in either direction. The window stays as it is: a
/// frame begins as a server's does.
constexpr int servers_level = 3, cached_hash_log = 15, cached_chain_log = 14;

template <class Context> Context* made(Context* context) {
    if (context == nullptr)
        throw std::bad_alloc();
    return context;
}

std::size_t require(std::size_t result) {
    if (ZSTD_isError(result) != 0)
        throw Error(ErrorKind::defect, fmt::format("zstd cannot compress: {}", ZSTD_getErrorName(result)));
    return result;
}

class ZstdSource final : public Source {
public:
    ZstdSource(Source& compressed, OpenFrame open_end)
        : input_(compressed), open_end_(open_end), context_(made(ZSTD_createDCtx()), &ZSTD_freeDCtx) {
        ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, largest_window_log);
    }

    std::size_t read(std::span<std::uint8_t> into) override {
        while (!into.empty()) {
            // A full buffer may have left bytes inside the decoder: they come out before it is fed again.
            const Bytes fed = output_was_full_ ? Bytes() : input_.want(inside_frame_ ? 1 : zstd_magic.size());
            if (fed.empty() && !output_was_full_)
                return ended();
            if (!inside_frame_ && !output_was_full_)
                refuse_other_frame(fed);
            if (const std::size_t got = decode(fed, into); got > 0)
                return got;
        }
        return 0;
    }

private:
    Window input_;
    OpenFrame open_end_;
    std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context_;
    bool output_was_full_ = false;
    bool inside_frame_ = false;

    std::size_t decode(Bytes fed, std::span<std::uint8_t> into) {
        ZSTD_inBuffer in{fed.data(), fed.size(), 0};
        ZSTD_outBuffer out{into.data(), into.size(), 0};
        const std::size_t left_in_frame = ZSTD_decompressStream(context_.get(), &out, &in);
        if (ZSTD_isError(left_in_frame) != 0)
            throw Error(ErrorKind::bad_input,
                        fmt::format("the zstd data is damaged: {}", ZSTD_getErrorName(left_in_frame)))
                .at_compressed(input_.offset());
        input_.consume(in.pos);
        if (left_in_frame == 0)
            inside_frame_ = false;
        else if (in.pos > 0)
            inside_frame_ = true;
        output_was_full_ = left_in_frame != 0 && out.pos == out.size;
        return out.pos;
    }

    /// The library of a distribution may decode the frames of zstd's prehistory too, which no server wrote.
    void refuse_other_frame(Bytes fed) const {
        if (!begins_like_zstd_magic(fed) && !begins_skippable_frame(fed) && fed.size() >= zstd_magic.size())
            throw Error(ErrorKind::bad_input, "the zstd data is damaged: what follows is no frame")
                .at_compressed(input_.offset());
    }

    std::size_t ended() const {
        if (inside_frame_ && open_end_ == OpenFrame::is_an_error)
            throw Error(ErrorKind::bad_input, "the file ends inside a zstd frame")
                .at_compressed(input_.offset())
                .hint("The file was cut, or its writer did not finish.");
        return 0;
    }
};

class ZstdSink final : public Sink {
public:
    ZstdSink(Sink& compressed, int level, unsigned threads) : encoder_(compressed) {
        encoder_.set(ZSTD_c_compressionLevel, level);
        if (level == servers_level) {
            encoder_.set(ZSTD_c_hashLog, cached_hash_log);
            encoder_.set(ZSTD_c_chainLog, cached_chain_log);
        }
        encoder_.set(ZSTD_c_checksumFlag, 1);
        encoder_.set(ZSTD_c_contentSizeFlag, 0);
        // With workers the input is cut into jobs by the level alone; without any it is not cut. So one
        // worker at least, and the bytes are the same on every machine.
        constexpr unsigned most = std::numeric_limits<int>::max();
        encoder_.set(ZSTD_c_nbWorkers, static_cast<int>(std::clamp(threads, 1U, most)));
    }

    void write(Bytes bytes) override { encoder_.write(bytes); }
    void finish() override { encoder_.end_frame(); }

private:
    ZstdEncoder encoder_;
};

} // namespace

ZstdEncoder::ZstdEncoder(Sink& compressed)
    : compressed_(compressed), context_(made(ZSTD_createCCtx())), output_(ZSTD_CStreamOutSize()) {}

void ZstdEncoder::Free::operator()(ZSTD_CCtx_s* context) const noexcept { ZSTD_freeCCtx(context); }

void ZstdEncoder::set(int parameter, int value) {
    require(ZSTD_CCtx_setParameter(context_.get(), static_cast<ZSTD_cParameter>(parameter), value));
}

void ZstdEncoder::write(Bytes bytes) {
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    while (in.pos < in.size)
        compress(in, ZSTD_e_continue);
}

void ZstdEncoder::flush() { drain(ZSTD_e_flush); }
void ZstdEncoder::end_frame() { drain(ZSTD_e_end); }

void ZstdEncoder::drain(int directive) {
    ZSTD_inBuffer in{nullptr, 0, 0};
    while (compress(in, directive) != 0) {
    }
}

std::size_t ZstdEncoder::compress(ZSTD_inBuffer_s& in, int directive) {
    ZSTD_outBuffer out{output_.data(), output_.size(), 0};
    const std::size_t left =
        require(ZSTD_compressStream2(context_.get(), &out, &in, static_cast<ZSTD_EndDirective>(directive)));
    if (out.pos > 0)
        compressed_.write(Bytes(output_).first(out.pos));
    return left;
}

std::unique_ptr<Source> zstd_source(Source& compressed, OpenFrame open_end) {
    return std::make_unique<ZstdSource>(compressed, open_end);
}
std::unique_ptr<Sink> zstd_sink(Sink& compressed, int level, unsigned threads) {
    return std::make_unique<ZstdSink>(compressed, level, threads);
}

} // namespace keeperfs::io
