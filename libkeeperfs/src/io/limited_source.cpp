#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/codecs.h"

#include <fmt/format.h>

namespace keeperfs::io {

namespace {

class LimitedSource final : public Source {
public:
    LimitedSource(Source& decoded, std::uint64_t limit) : decoded_(decoded), limit_(limit) {}

    std::size_t read(std::span<std::uint8_t> into) override {
        const std::size_t n = decoded_.read(into);
        if (n > limit_ - passed_)
            throw Error(ErrorKind::bad_input,
                        fmt::format("more than {} come out of the compressed data", size_text(limit_)))
                .at(limit_)
                .hint("The file is damaged, or was made to fill memory or disk; give another one.");
        passed_ += n;
        return n;
    }
    std::optional<std::uint64_t> remaining() const override { return decoded_.remaining(); }

private:
    Source& decoded_;
    std::uint64_t limit_;
    std::uint64_t passed_ = 0;
};

} // namespace

std::unique_ptr<Source> limited_source(Source& decoded, std::uint64_t limit) {
    return std::make_unique<LimitedSource>(decoded, limit);
}

} // namespace keeperfs::io
