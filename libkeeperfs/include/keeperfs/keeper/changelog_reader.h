#pragma once
#include "keeperfs/base/error.h"
#include "keeperfs/base/finding.h"
#include "keeperfs/export.h"
#include "keeperfs/io/source.h"
#include "keeperfs/keeper/changelog.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace keeperfs::keeper {

/// How the reading of a changelog came to its end.
enum class ChangelogEnd : std::uint8_t {
    clean,           ///< behind a whole record
    empty,           ///< no byte at all, or an empty frame: normal directly after a rotation
    zero_tail,       ///< only zero bytes follow: unused space, nothing is lost
    torn_record,     ///< the file ends inside a record
    bad_checksum,    ///< a record whose checksum differs
    bad_stream,      ///< the zstd data cannot be decoded further
    unknown_version, ///< a record version that no release reads
};

/// The word in reports: "torn_record".
KEEPERFS_EXPORT const char* name_of(ChangelogEnd end) noexcept;
/// The code of the finding for such an end, "log.torn-tail"; "" where nothing is to be told.
KEEPERFS_EXPORT const char* code_of(ChangelogEnd end) noexcept;

/// The record at which the reading ended, as far as it is there.
struct BrokenRecord {
    std::uint8_t version = 0;
    std::uint64_t index = 0, blob_size = 0; ///< as its header says
};

/// Reads one changelog, record by record, as it lies in the file. See changelog_format.h for the grammar.
///
/// Whatever stands in the file, next() hands out records whose checksums hold and then says how it ended; it
/// never throws for damage. Order and meaning of the records are not judged: indices that jump or repeat
/// come as they are. Memory does not exceed the largest record that the file really holds.
class KEEPERFS_EXPORT ChangelogReader {
public:
    ChangelogReader(io::Source& file, ChangelogCodec codec); ///< borrows
    ~ChangelogReader();

    /// False at the end; then end() is there.
    bool next(ChangelogRecord& record);
    /// Of the record handed out last: its first byte in the decoded stream, and its whole size.
    std::uint64_t record_offset() const noexcept;
    std::uint64_t record_bytes() const noexcept;
    std::uint64_t record_checksum() const noexcept; ///< as it stands in the file

    ChangelogEnd end() const noexcept;
    /// Decoded bytes of the records handed out: where the good prefix ends (before resume()).
    std::uint64_t good_bytes() const noexcept;
    /// What could not be read, where and why. nullopt for clean, empty and zero_tail.
    const std::optional<Error>& damage() const noexcept;
    /// For bad_checksum and torn_record; nullopt when its header is not there as a whole.
    const std::optional<BrokenRecord>& broken_record() const noexcept;
    /// Bytes of the decoded stream behind the last record, as far as they could be decoded.
    std::uint64_t tail_bytes() const noexcept;

    /// Behind damage: looks for the next place from which records with right checksums can be read, and makes
    /// next() go on there. zstd: at the next frame. False when there is none. For salvage only; a server
    /// never reads on.
    bool resume();

    /// zstd: frames seen; whether the last one is open (normal); the offsets in the file at which an empty
    /// last block stood in the middle of a frame and was passed over (release defect, nothing is lost).
    std::uint64_t frames() const noexcept;
    bool has_open_frame() const noexcept;
    const std::vector<std::uint64_t>& stray_block_offsets() const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// next(), and behind damage on from the next place that can be read.
KEEPERFS_EXPORT bool next_salvaged(ChangelogReader& reader, ChangelogRecord& record);

} // namespace keeperfs::keeper
