#include "io/zstd_frames.h"

#include "io/zstd_encoder.h"
#include "io/zstd_magic.h"

#include <fmt/format.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <new>
#include <utility>

namespace keeperfs::io {

namespace {

constexpr int largest_window_log = 27; ///< what a server decodes
constexpr int level = 3;               ///< a server's
constexpr std::size_t skippable_header_bytes = 8;
constexpr std::size_t block_header_bytes = 3, checksum_bytes = 4;
constexpr std::uint32_t largest_block = 128 * 1024;
constexpr std::size_t fixed_header_bytes = 5; ///< magic and descriptor
enum BlockType : std::uint32_t { raw = 0, repeated = 1, compressed = 2 };

std::size_t frame_header_bytes(std::uint8_t descriptor) noexcept {
    constexpr std::size_t dictionary_bytes[] = {0, 1, 2, 4};
    constexpr std::size_t content_size_bytes[] = {0, 2, 4, 8};
    const bool single_segment = (descriptor & 0x20) != 0;
    const std::size_t content_size = content_size_bytes[descriptor >> 6];
    return fixed_header_bytes + (single_segment ? 0 : 1) + dictionary_bytes[descriptor & 3] +
           (single_segment && content_size == 0 ? 1 : content_size);
}

struct BlockHeader {
    bool is_last;
    std::uint32_t type, size;

    explicit BlockHeader(Bytes bytes) noexcept {
        const std::uint32_t bits = bytes[0] | std::uint32_t{bytes[1]} << 8 | std::uint32_t{bytes[2]} << 16;
        is_last = (bits & 1) != 0;
        type = (bits >> 1) & 3;
        size = bits >> 3;
    }
    bool is_possible() const noexcept { return type <= compressed && size <= largest_block; }
    std::size_t stored_bytes() const noexcept { return type == repeated ? 1 : size; }
};

class ZstdLogSink final : public Sink {
public:
    explicit ZstdLogSink(Sink& compressed) : encoder_(compressed) {
        encoder_.set(ZSTD_c_compressionLevel, level);
        encoder_.set(ZSTD_c_contentSizeFlag, 0);
    }
    void write(Bytes bytes) override { encoder_.write(bytes); }
    /// Flushed before the end, the frame ends in an empty block, by which servers see that it is ended.
    void finish() override {
        encoder_.flush();
        encoder_.end_frame();
    }

private:
    ZstdEncoder encoder_;
};

} // namespace

struct ZstdFrames::Decoder {
    std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context{ZSTD_createDCtx(), &ZSTD_freeDCtx};
    const char* error = nullptr; ///< of the last step

    Decoder() {
        if (!context)
            throw std::bad_alloc();
        ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, largest_window_log);
    }
    void begin_frame() noexcept { ZSTD_DCtx_reset(context.get(), ZSTD_reset_session_only); }
    /// Bytes taken and bytes that came out.
    std::pair<std::size_t, std::size_t> step(Bytes bytes, std::span<std::uint8_t> into) noexcept {
        ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
        ZSTD_outBuffer out{into.data(), into.size(), 0};
        const std::size_t result = ZSTD_decompressStream(context.get(), &out, &in);
        error = ZSTD_isError(result) != 0 ? ZSTD_getErrorName(result) : nullptr;
        return {in.pos, out.pos};
    }
};

ZstdFrames::ZstdFrames(Source& compressed) : input_(compressed), decoder_(std::make_unique<Decoder>()) {}
ZstdFrames::~ZstdFrames() = default;

std::size_t ZstdFrames::read(std::span<std::uint8_t> into) {
    while (!ended_ && !into.empty()) {
        if (place_ != Place::inside_block) {
            step();
        } else if (const std::size_t got = feed(into); got > 0) {
            decoded_ += got;
            return got;
        }
    }
    return 0;
}

void ZstdFrames::step() {
    switch (place_) {
    case Place::between_frames:
        return begin_frame();
    case Place::between_blocks:
        return begin_block();
    case Place::before_checksum:
        return read_checksum();
    case Place::inside_block:
        return;
    }
}

void ZstdFrames::begin_frame() {
    const Bytes head = want(skippable_header_bytes);
    if (head.empty())
        return finish(End::whole);
    if (begins_skippable_frame(head)) {
        if (head.size() < skippable_header_bytes)
            return finish(End::torn, "the file ends inside the header of a skippable frame");
        return skip_frame(skippable_header_bytes + load_le<std::uint32_t>(head.data() + 4));
    }
    if (head[0] == 0)
        return pass_over_zeros(1);
    if (!begins_like_zstd_magic(head))
        return finish(End::damaged, "no zstd frame begins here");
    keep_start();
    if (head.size() < fixed_header_bytes)
        return finish(End::torn, "the file ends inside the header of a zstd frame");
    const std::uint8_t descriptor = head[fixed_header_bytes - 1];
    const std::size_t size = frame_header_bytes(descriptor);
    const Bytes header = want(size);
    if (header.size() < size)
        return finish(End::torn, "the file ends inside the header of a zstd frame");
    decoder_->begin_frame();
    decoder_->step(header.first(size), {});
    if (decoder_->error != nullptr)
        return finish(End::damaged, fmt::format("a zstd frame cannot be decoded: {}", decoder_->error));
    ++frames_;
    has_checksum_ = (descriptor & 4) != 0;
    ahead_ += size;
    place_ = Place::between_blocks;
}

void ZstdFrames::skip_frame(std::uint64_t bytes) {
    forget();
    while (bytes > 0) {
        const std::size_t there =
            static_cast<std::size_t>(std::min<std::uint64_t>(bytes, input_.want(1).size()));
        if (there == 0)
            return finish(End::torn, "the file ends inside a skippable frame");
        input_.consume(there);
        bytes -= there;
    }
}

void ZstdFrames::begin_block() {
    const Bytes there = want(block_header_bytes);
    if (there.empty())
        return finish(End::open_frame);
    if (std::ranges::all_of(there.first(std::min(there.size(), block_header_bytes)),
                            [](std::uint8_t byte) { return byte == 0; }))
        return pass_over_zeros(block_header_bytes);
    if (there.size() < block_header_bytes)
        return finish(End::torn, "the file ends inside the header of a zstd block");
    const BlockHeader header(there);
    if (!header.is_possible())
        return finish(End::damaged, "the header of a zstd block is impossible");
    if (pass_over_stray_block(there))
        return;
    const std::size_t size = block_header_bytes + header.stored_bytes();
    if (want(size).size() < size)
        return finish(End::torn, "the file ends inside a zstd block");
    keep_start();
    block_left_ = size;
    is_last_block_ = header.is_last;
    place_ = Place::inside_block;
}

bool ZstdFrames::pass_over_stray_block(Bytes header) {
    const bool is_empty_last = header[0] == 1 && header[1] == 0 && header[2] == 0;
    if (!is_empty_last || has_checksum_)
        return false;
    const Bytes behind = want(block_header_bytes + zstd_magic.size()).subspan(block_header_bytes);
    if (begins_like_zstd_magic(behind) || begins_skippable_frame(behind))
        return false;
    stray_blocks_.push_back({file_offset(), decoded_});
    ahead_ += block_header_bytes;
    return true;
}

/// Inside a frame they are empty blocks, three bytes each; behind one they can only be unused space.
void ZstdFrames::pass_over_zeros(std::size_t unit) {
    forget();
    const std::uint64_t zeros_from = input_.offset();
    for (;;) {
        const Bytes there = input_.want(unit);
        const auto other = std::ranges::find_if(there, [](std::uint8_t byte) { return byte != 0; });
        const auto zeros = static_cast<std::size_t>(other - there.begin());
        if (there.size() < unit || (other == there.end() && unit == 1)) {
            input_.consume(zeros);
            if (other != there.end())
                return finish(End::torn, "the file ends inside the header of a zstd block");
            if (input_.want(1).empty())
                break;
            continue;
        }
        input_.consume(zeros - zeros % unit);
        if (other == there.end())
            continue;
        if (place_ == Place::between_frames)
            return finish(End::damaged, "no zstd frame begins here");
        return; // a block with a length
    }
    zero_bytes_ = input_.offset() - zeros_from;
    finish(End::zeros);
}

std::size_t ZstdFrames::feed(std::span<std::uint8_t> into) {
    const Bytes block = output_was_full_ ? Bytes() : want(block_left_).first(block_left_);
    const auto [taken, got] = decoder_->step(block, into);
    if (decoder_->error == nullptr && taken == 0 && got == 0 && block_left_ > 0)
        decoder_->error = "it does not take its last bytes";
    if (decoder_->error != nullptr) {
        finish(End::damaged, fmt::format("a zstd block cannot be decoded: {}", decoder_->error));
        return 0;
    }
    ahead_ += taken;
    block_left_ -= taken;
    output_was_full_ = got == into.size();
    if (block_left_ == 0 && !output_was_full_)
        end_frame_or_go_on();
    return got;
}

void ZstdFrames::end_frame_or_go_on() noexcept {
    if (!is_last_block_)
        place_ = Place::between_blocks;
    else
        place_ = has_checksum_ ? Place::before_checksum : Place::between_frames;
}

void ZstdFrames::read_checksum() {
    const Bytes there = want(checksum_bytes);
    if (there.size() < checksum_bytes)
        return finish(End::torn, "the file ends inside the checksum of a zstd frame");
    decoder_->step(there.first(checksum_bytes), {});
    if (decoder_->error != nullptr)
        return finish(End::damaged, fmt::format("a zstd frame cannot be decoded: {}", decoder_->error));
    ahead_ += checksum_bytes;
    place_ = Place::between_frames;
}

void ZstdFrames::keep_start() { kept_.push_back({decoded_, file_offset()}); }

void ZstdFrames::release(std::uint64_t decoded_offset) noexcept {
    while (kept_.size() > 1 && kept_[1].decoded <= decoded_offset)
        kept_.pop_front();
    if (kept_.empty())
        return;
    const auto unneeded = static_cast<std::size_t>(kept_.front().file - input_.offset());
    input_.consume(unneeded);
    ahead_ -= unneeded;
}

void ZstdFrames::forget() noexcept {
    input_.consume(ahead_);
    ahead_ = 0;
    kept_.clear();
}

bool ZstdFrames::next_frame() {
    // What is kept begins with a frame or block that is known already.
    std::size_t from = kept_.empty() ? 0 : 1;
    for (;;) {
        const Bytes there = input_.want(from + zstd_magic.size());
        if (there.size() < from + zstd_magic.size())
            return false;
        const Bytes searched = there.subspan(from);
        const auto found =
            std::search(searched.begin(), searched.end(), zstd_magic.begin(), zstd_magic.end());
        const auto before = static_cast<std::size_t>(found - searched.begin());
        if (found != searched.end()) {
            input_.consume(from + before);
            break;
        }
        input_.consume(there.size() - zstd_magic.size());
        from = 1;
    }
    ahead_ = 0;
    block_left_ = 0;
    kept_.clear();
    output_was_full_ = ended_ = false;
    place_ = Place::between_frames;
    reason_.reset();
    return true;
}

void ZstdFrames::finish(End end) noexcept {
    ended_ = true;
    end_ = end;
}

void ZstdFrames::finish(End end, std::string what) {
    finish(end);
    reason_ = Error(ErrorKind::bad_input, std::move(what)).at_compressed(file_offset());
}

std::unique_ptr<Sink> zstd_log_sink(Sink& compressed) { return std::make_unique<ZstdLogSink>(compressed); }

} // namespace keeperfs::io
