#include "keeperfs/base/error.h"
#include "keeperfs/io/codecs.h"
#include "keeperfs/io/window.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>

namespace keeperfs::io {

namespace {

constexpr int gzip_only = 16 + MAX_WBITS;
constexpr const char* advice = "The file is damaged or incomplete; give another copy or an older file.";

uInt as_uint(std::size_t n) {
    return static_cast<uInt>(std::min<std::size_t>(n, std::numeric_limits<uInt>::max()));
}

class GzipSource final : public Source {
public:
    explicit GzipSource(Source& compressed) : input_(compressed) {
        if (inflateInit2(&stream_, gzip_only) != Z_OK)
            throw std::bad_alloc();
    }
    GzipSource(const GzipSource&) = delete;
    GzipSource& operator=(const GzipSource&) = delete;
    ~GzipSource() override { inflateEnd(&stream_); }

    std::size_t read(std::span<std::uint8_t> into) override {
        stream_.next_out = into.data();
        stream_.avail_out = as_uint(into.size());
        while (stream_.next_out == into.data() && stream_.avail_out > 0) {
            const Bytes fed = input_.want(1);
            if (fed.empty() && in_member_)
                throw Error(ErrorKind::bad_input, "the gzip data ends before its trailer")
                    .at_compressed(input_.offset())
                    .hint(advice);
            if (fed.empty())
                break;
            inflate_from(fed);
        }
        return static_cast<std::size_t>(stream_.next_out - into.data());
    }

private:
    Window input_;
    z_stream stream_{};
    bool in_member_ = true; ///< an empty file is a member that was cut
    bool first_member_ = true;

    void inflate_from(Bytes fed) {
        if (!in_member_) {
            inflateReset(&stream_);
            in_member_ = true;
            first_member_ = false;
        }
        stream_.next_in = const_cast<Bytef*>(fed.data()); // zlib's interface; it does not write there
        stream_.avail_in = as_uint(fed.size());
        const int result = inflate(&stream_, Z_NO_FLUSH);
        input_.consume(static_cast<std::size_t>(stream_.next_in - fed.data()));
        if (result == Z_MEM_ERROR)
            throw std::bad_alloc();
        if (result == Z_STREAM_END)
            in_member_ = false;
        else if (result != Z_OK)
            throw damaged();
    }

    Error damaged() const {
        constexpr uLong magic_bytes = 2;
        if (stream_.total_in > magic_bytes || stream_.total_out > 0)
            return Error(ErrorKind::bad_input, fmt::format("the gzip data cannot be decompressed: {}",
                                                           stream_.msg != nullptr ? stream_.msg : "damaged"))
                .at_compressed(input_.offset())
                .hint(advice);
        return Error(ErrorKind::bad_input, first_member_ ? "this is no gzip data"
                                                         : "bytes that are no gzip data follow the gzip data")
            .at_compressed(input_.offset() - stream_.total_in)
            .hint(advice);
    }
};

} // namespace

std::unique_ptr<Source> gzip_source(Source& compressed) { return std::make_unique<GzipSource>(compressed); }

} // namespace keeperfs::io
