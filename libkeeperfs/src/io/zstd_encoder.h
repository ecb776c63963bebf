#pragma once
#include "keeperfs/io/source.h"

#include <memory>
#include <vector>

struct ZSTD_CCtx_s;
struct ZSTD_inBuffer_s;

namespace keeperfs::io {

/// zstd's compressor between bytes and a sink that it borrows.
class ZstdEncoder {
public:
    explicit ZstdEncoder(Sink& compressed);

    /// A ZSTD_cParameter.
    void set(int parameter, int value);
    void write(Bytes bytes);
    void flush();     ///< everything written can be decoded from now on
    void end_frame(); ///< the next write() begins another

private:
    struct Free {
        void operator()(ZSTD_CCtx_s* context) const noexcept;
    };
    Sink& compressed_;
    std::unique_ptr<ZSTD_CCtx_s, Free> context_;
    std::vector<std::uint8_t> output_;

    void drain(int directive);
    /// How much is still inside the compressor.
    std::size_t compress(ZSTD_inBuffer_s& in, int directive);
};

} // namespace keeperfs::io
