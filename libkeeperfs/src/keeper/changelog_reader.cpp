#include "keeperfs/keeper/changelog_reader.h"

#include "io/zstd_frames.h"
#include "keeper/record_header.h"

#include "keeperfs/base/text.h"
#include "keeperfs/io/window.h"

#include <fmt/format.h>

#include <algorithm>

namespace keeperfs::keeper {

namespace format = changelog_format;
using io::ZstdFrames;

namespace {

/// What resume() may hash and decode for nothing: no file can make it work for ever.
constexpr std::uint64_t search_budget = std::uint64_t{128} << 20;
constexpr std::uint64_t least_cost = 64 * 1024;
/// A block that was torn can have swallowed the frame behind it; so much of what is searched stays at hand.
constexpr std::uint64_t kept_behind = 1 << 20;
constexpr std::size_t stray_block_bytes = 3;

std::size_t leading_zeros(Bytes bytes) noexcept {
    return static_cast<std::size_t>(std::ranges::find_if(bytes, [](std::uint8_t byte) { return byte != 0; }) -
                                    bytes.begin());
}

bool is_damage(ChangelogEnd end) noexcept {
    return end != ChangelogEnd::clean && end != ChangelogEnd::empty && end != ChangelogEnd::zero_tail;
}

} // namespace

struct ChangelogReader::State {
    State(io::Source& file_, ChangelogCodec codec)
        : file(file_), frames(codec == ChangelogCodec::zstd ? std::make_unique<ZstdFrames>(file) : nullptr) {
        window.emplace(stream());
    }

    io::Source& file;
    std::unique_ptr<ZstdFrames> frames; ///< none: plain
    std::optional<io::Window> window;
    std::uint64_t window_at = 0; ///< offset of the window's stream in the decoded stream
    std::size_t lent = 0;        ///< bytes of the record handed out last

    std::uint64_t record_offset = 0, record_bytes = 0, record_checksum = 0;
    std::uint64_t good_bytes = 0, tail_bytes = 0;
    std::uint64_t records = 0;
    std::optional<std::uint64_t> last_index;
    bool ended = false, was_damaged = false;
    ChangelogEnd end = ChangelogEnd::clean;
    std::optional<Error> damage;
    std::optional<BrokenRecord> broken;
    std::vector<std::uint64_t> stray_offsets;

    bool next(ChangelogRecord& record) {
        if (ended)
            return false;
        window->consume(lent);
        lent = 0;
        const Bytes head = window->want(format::header_bytes);
        if (head.size() < format::header_bytes)
            return end_of_stream();
        if (leading_zeros(head.first(format::header_bytes)) == format::header_bytes)
            return zeros();
        const RecordHeader header(head.data());
        if (header.version > format::newest_record_version)
            return stop(ChangelogEnd::unknown_version,
                        Error(ErrorKind::bad_input, "no release writes records of this version")
                            .at(offset())
                            .found(std::to_string(header.version),
                                   fmt::format("at most {}", format::newest_record_version)),
                        format::header_bytes);
        // Until its checksum shows that it is not.
        broken = BrokenRecord{header.version, header.index, header.blob_size};
        if (const auto left = bytes_left();
            header.blob_size > longest_blob || (left && header.blob_size > *left - format::header_bytes))
            return stop(ChangelogEnd::torn_record, torn_record(), head.size());
        const Bytes whole = window->want(header.record_bytes());
        if (whole.size() < header.record_bytes())
            return end_of_stream();
        if (!has_right_checksum(whole.first(header.record_bytes())))
            return stop(ChangelogEnd::bad_checksum,
                        Error(ErrorKind::bad_input, "the checksum of a record is wrong")
                            .at(offset())
                            .hint("The record is damaged, and a server reads nothing behind it."),
                        header.record_bytes());
        broken.reset();
        hand_out(header, whole.data(), record);
        return true;
    }

    bool resume() {
        if (!ended || !is_damage(end))
            return false;
        std::uint64_t budget = search_budget;
        bool found = search_on(budget);
        while (!found && frames && budget >= least_cost && frames->next_frame()) {
            budget -= least_cost;
            window_at = frames->decoded();
            window.emplace(*frames);
            found = begins_with_a_record(budget);
        }
        if (!found)
            return false;
        ended = false;
        damage.reset();
        return true;
    }

private:
    io::Source& stream() noexcept { return frames ? *frames : file; }
    std::uint64_t offset() const noexcept { return window_at + window->offset(); }
    /// From here on, where that is known before it was read.
    std::optional<std::uint64_t> bytes_left() const { return frames ? std::nullopt : window->left(); }
    /// All that the window holds.
    Bytes at_hand() { return window->want(1); }

    void hand_out(const RecordHeader& header, const std::uint8_t* at, ChangelogRecord& record) {
        record.version = header.version;
        record.index = header.index;
        record.term = header.term;
        record.type = static_cast<RecordType>(header.type);
        record.blob = {at + format::header_bytes, static_cast<std::size_t>(header.blob_size)};
        ++records;
        last_index = header.index;
        lent = header.record_bytes();
        record_checksum = header.checksum;
        record_offset = offset();
        record_bytes = lent;
        if (!was_damaged)
            good_bytes = record_offset + record_bytes;
        if (frames) {
            note_stray_blocks();
            frames->release(record_offset);
        }
    }
    /// Only a right checksum shows that the rest of the frame stands behind such a block.
    void note_stray_blocks() {
        const auto& blocks = frames->stray_blocks();
        while (stray_offsets.size() < blocks.size() &&
               blocks[stray_offsets.size()].decoded_offset < record_offset + record_bytes)
            stray_offsets.push_back(blocks[stray_offsets.size()].file_offset);
    }

    bool finish(ChangelogEnd how) {
        ended = true;
        end = how;
        return false;
    }
    /// `seen`: bytes of the tail that were looked at.
    bool stop(ChangelogEnd how, Error error, std::size_t seen) {
        was_damaged = true;
        tail_bytes = bytes_left().value_or(seen);
        if (frames && how != ChangelogEnd::torn_record &&
            stray_offsets.size() < frames->stray_blocks().size()) {
            how = ChangelogEnd::bad_stream;
            error = Error(ErrorKind::bad_input,
                          "behind the end of a zstd frame there is neither a frame nor the rest of one")
                        .at_compressed(frames->stray_blocks()[stray_offsets.size()].file_offset +
                                       stray_block_bytes);
        }
        damage = std::move(error);
        return finish(how);
    }
    Error torn_record() const {
        return Error(ErrorKind::bad_input, "the file ends inside a record")
            .at(offset())
            .hint("What stands before this record can be used.");
    }
    bool end_of_stream() {
        const Bytes rest = at_hand();
        if (frames && frames->end() == ZstdFrames::End::damaged)
            return stop(ChangelogEnd::bad_stream, Error(*frames->reason()).at(offset() + rest.size()),
                        rest.size());
        if (frames && frames->end() == ZstdFrames::End::torn)
            return stop(ChangelogEnd::torn_record, *frames->reason(), rest.size());
        tail_bytes = rest.size();
        if (leading_zeros(rest) < rest.size())
            return stop(ChangelogEnd::torn_record, torn_record(), rest.size());
        if (frames)
            tail_bytes += frames->zero_bytes();
        if (tail_bytes > 0)
            return finish(ChangelogEnd::zero_tail);
        return finish(records == 0 ? ChangelogEnd::empty : ChangelogEnd::clean);
    }
    bool zeros() {
        const std::uint64_t start = offset();
        for (;;) {
            const Bytes there = window->want(format::header_bytes);
            const std::size_t zeros = leading_zeros(there);
            if (zeros < there.size()) {
                // A checksum can begin with zeros.
                window->consume(zeros - std::min(zeros, sizeof(std::uint64_t)));
                return stop(ChangelogEnd::bad_checksum,
                            Error(ErrorKind::bad_input,
                                  "in place of a record there are zero bytes, and others "
                                  "behind them")
                                .at(start),
                            format::header_bytes);
            }
            if (there.size() < format::header_bytes) {
                const bool went_on = end_of_stream();
                if (end == ChangelogEnd::zero_tail || end == ChangelogEnd::clean ||
                    end == ChangelogEnd::empty) {
                    end = ChangelogEnd::zero_tail;
                    tail_bytes += offset() - start;
                }
                return went_on;
            }
            window->consume(there.size() - sizeof(std::uint64_t));
        }
    }

    /// Goes on in the decoded stream to the next record with a right checksum.
    bool search_on(std::uint64_t& budget) {
        const std::uint64_t start = offset();
        window->consume(std::min<std::size_t>(1, at_hand().size()));
        for (;;) {
            const Bytes there = window->want(least_record_bytes);
            if (there.size() < least_record_bytes)
                return false;
            const std::size_t last = there.size() - least_record_bytes;
            std::size_t at = 0;
            while (at < last && !can_be_a_record(there.subspan(at), last_index))
                ++at;
            window->consume(at);
            if (begins_with_a_record(budget))
                return true;
            window->consume(1);
            if (frames && offset() > start + kept_behind)
                frames->release(offset() - kept_behind);
        }
    }
    bool begins_with_a_record(std::uint64_t& budget) {
        const Bytes head = window->want(least_record_bytes);
        if (!can_be_a_record(head, last_index))
            return false;
        const RecordHeader header(head.data());
        const std::size_t size = header.record_bytes();
        const auto left = bytes_left();
        if (size > budget || (left && size > *left))
            return false;
        budget -= size;
        const Bytes whole = window->want(size);
        return whole.size() >= size && has_right_checksum(whole.first(size));
    }
};

ChangelogReader::ChangelogReader(io::Source& file, ChangelogCodec codec)
    : state_(std::make_unique<State>(file, codec)) {}
ChangelogReader::~ChangelogReader() = default;

bool ChangelogReader::next(ChangelogRecord& record) { return state_->next(record); }
std::uint64_t ChangelogReader::record_offset() const noexcept { return state_->record_offset; }
std::uint64_t ChangelogReader::record_bytes() const noexcept { return state_->record_bytes; }
std::uint64_t ChangelogReader::record_checksum() const noexcept { return state_->record_checksum; }
const std::optional<BrokenRecord>& ChangelogReader::broken_record() const noexcept { return state_->broken; }
ChangelogEnd ChangelogReader::end() const noexcept { return state_->end; }
std::uint64_t ChangelogReader::good_bytes() const noexcept { return state_->good_bytes; }
const std::optional<Error>& ChangelogReader::damage() const noexcept { return state_->damage; }
std::uint64_t ChangelogReader::tail_bytes() const noexcept { return state_->tail_bytes; }
bool ChangelogReader::resume() { return state_->resume(); }

std::uint64_t ChangelogReader::frames() const noexcept {
    return state_->frames ? state_->frames->frames() : 0;
}
bool ChangelogReader::has_open_frame() const noexcept {
    return state_->frames && state_->frames->is_inside_frame() &&
           state_->frames->stray_blocks().size() == state_->stray_offsets.size();
}
const std::vector<std::uint64_t>& ChangelogReader::stray_block_offsets() const noexcept {
    return state_->stray_offsets;
}

bool next_salvaged(ChangelogReader& reader, ChangelogRecord& record) {
    do {
        if (reader.next(record))
            return true;
    } while (reader.resume());
    return false;
}

const char* name_of(ChangelogEnd end) noexcept {
    switch (end) {
    case ChangelogEnd::clean:
        return "clean";
    case ChangelogEnd::empty:
        return "empty";
    case ChangelogEnd::zero_tail:
        return "zero_tail";
    case ChangelogEnd::torn_record:
        return "torn_record";
    case ChangelogEnd::bad_checksum:
        return "bad_checksum";
    case ChangelogEnd::bad_stream:
        return "bad_stream";
    case ChangelogEnd::unknown_version:
        break;
    }
    return "unknown_version";
}

const char* code_of(ChangelogEnd end) noexcept {
    switch (end) {
    case ChangelogEnd::torn_record:
        return "log.torn-tail";
    case ChangelogEnd::bad_checksum:
        return "log.bad-checksum";
    case ChangelogEnd::bad_stream:
        return "log.bad-stream";
    case ChangelogEnd::unknown_version:
        return "log.unknown-version";
    case ChangelogEnd::zero_tail:
        return "log.zero-tail";
    case ChangelogEnd::clean:
    case ChangelogEnd::empty:
        break;
    }
    return "";
}

} // namespace keeperfs::keeper
