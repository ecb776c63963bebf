#pragma once
// zstd as Keeper's raft log has it: several frames, of which any can lack its end (RFC 8878 has the layout).
#include "keeperfs/base/error.h"
#include "keeperfs/io/source.h"
#include "keeperfs/io/window.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace keeperfs::io {

/// Decodes block by block, so that every whole block before a tear or a defect comes out. Damage ends the
/// stream, it is not thrown.
///
/// An empty last block with no frame, skippable frame or end of file behind it is passed over and the frame
/// goes on: one release of Keeper puts such blocks into its own frames.
class ZstdFrames final : public Source {
public:
    enum class End : std::uint8_t {
        whole,      ///< behind an ended frame, or there is none
        open_frame, ///< between two blocks
        zeros,      ///< only zero bytes follow
        torn,       ///< inside a block or a header
        damaged,
    };
    struct StrayBlock {
        std::uint64_t file_offset;
        std::uint64_t decoded_offset;
    };

    explicit ZstdFrames(Source& compressed); ///< borrows
    ~ZstdFrames() override;

    std::size_t read(std::span<std::uint8_t> into) override;

    /// These three once read() gave 0. The reason: of torn and damaged.
    End end() const noexcept { return end_; }
    const std::optional<Error>& reason() const noexcept { return reason_; }
    std::uint64_t zero_bytes() const noexcept { return zero_bytes_; }

    /// Bytes that came out so far.
    std::uint64_t decoded() const noexcept { return decoded_; }
    std::uint64_t frames() const noexcept { return frames_; }
    bool is_inside_frame() const noexcept { return place_ != Place::between_frames; }
    const std::vector<StrayBlock>& stray_blocks() const noexcept { return stray_blocks_; }

    /// What was decoded before this offset is not needed again: next_frame() looks behind it only.
    void release(std::uint64_t decoded_offset) noexcept;
    /// Goes to the next bytes that look like a frame, behind the block of the last release(), and reads on
    /// from there. False: there are none.
    bool next_frame();

private:
    enum class Place : std::uint8_t { between_frames, between_blocks, inside_block, before_checksum };
    struct BlockStart {
        std::uint64_t decoded, file;
    };
    struct Decoder;

    Window input_;
    std::unique_ptr<Decoder> decoder_;
    Place place_ = Place::between_frames;
    std::size_t ahead_ = 0;      ///< bytes of input_ that are decoded, but kept for next_frame()
    std::size_t block_left_ = 0; ///< bytes of the current block that the decoder has not taken
    bool is_last_block_ = false, has_checksum_ = false, output_was_full_ = false, ended_ = false;
    std::uint64_t decoded_ = 0, frames_ = 0, zero_bytes_ = 0;
    std::deque<BlockStart> kept_;
    std::vector<StrayBlock> stray_blocks_;
    End end_ = End::whole;
    std::optional<Error> reason_;

    Bytes want(std::size_t n) { return input_.want(ahead_ + n).subspan(ahead_); }
    std::uint64_t file_offset() const noexcept { return input_.offset() + ahead_; }
    void step();
    void begin_frame();
    void skip_frame(std::uint64_t bytes);
    void begin_block();
    bool pass_over_stray_block(Bytes header);
    void pass_over_zeros(std::size_t unit);
    std::size_t feed(std::span<std::uint8_t> into);
    void end_frame_or_go_on() noexcept;
    void read_checksum();
    void keep_start();
    void forget() noexcept;
    void finish(End end) noexcept;
    void finish(End end, std::string what);
};

/// One frame at level 3 without a checksum, which ends in an empty last block, 01 00 00: a server that
/// appends to a file without these three bytes adds them, and they would stand behind an ended frame.
std::unique_ptr<Sink> zstd_log_sink(Sink& compressed);

} // namespace keeperfs::io
