#include "inspect/server_words.h"

#include "keeperfs/base/text.h"
#include "keeperfs/keeper/changelog_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace keeperfs::inspect {

namespace {

using keeper::ChangelogEnd;

/// Before it the line has the number of the operation, and neither index nor session.
constexpr keeper::Release first_with_index_in_digest_line{23, 11};

std::string cannot_read(std::uint64_t got, std::uint64_t expected) {
    return fmt::format("Cannot read all data. Bytes read: {}. Bytes expected: {}.", got, expected);
}

/// A server reads the header field by field, then the blob.
std::string torn_record(const LogScan& log) {
    using keeper::changelog_format::header_bytes;
    if (log.broken_record)
        return cannot_read(log.tail_bytes - header_bytes, log.broken_record->blob_size);
    constexpr std::array<std::uint64_t, 7> fields{0, 8, 9, 17, 25, 29, header_bytes};
    const auto next = std::ranges::upper_bound(fields, log.tail_bytes);
    if (next == fields.end())
        return "...";
    const std::uint64_t start = *std::prev(next);
    return cannot_read(log.tail_bytes - start, *next - start);
}

std::string wrong_checksum(const LogScan& log, const keeper::BrokenRecord& record) {
    return fmt::format("Checksums doesn't match for log {} (version {}), index {}, blob_size {}",
                       escaped(log.file.entry.name), record.version, record.index, record.blob_size);
}

} // namespace

std::string words_about(const LogScan& log) {
    if (log.unreadable)
        return "...";
    switch (log.end) {
    case ChangelogEnd::zero_tail:
        return wrong_checksum(log, {});
    case ChangelogEnd::torn_record:
        // Of a torn zstd frame the server's decoder says it, not its reader.
        return log.file.codec == keeper::ChangelogCodec::plain ? torn_record(log) : "...";
    case ChangelogEnd::bad_checksum:
        return wrong_checksum(log, log.broken_record.value_or(keeper::BrokenRecord{}));
    case ChangelogEnd::bad_stream:
        if (log.stray_block_offsets.empty())
            return "Zstd stream encoding failed: error code: Data corruption detected; ...";
        break;
    default:
        break;
    }
    return "Zstd stream encoding failed: error code: Unknown frame descriptor; ...";
}

std::string words_about(const SnapshotScan& snapshot) {
    if (!snapshot.unreadable && snapshot.file.entry.size == 0)
        return "DB::Exception: " + cannot_read(0, sizeof(std::uint32_t));
    if (snapshot.unknown_version)
        return fmt::format("DB::Exception: Unsupported snapshot version {}", *snapshot.unknown_version);
    return "...";
}

std::vector<std::string> words_about(const keeper::DigestDisagreement& found, keeper::Release release) {
    if (release < first_with_index_in_digest_line)
        return {fmt::format("Digest for nodes is not matching after preprocessing request of type '{}'.",
                            static_cast<std::int32_t>(found.op)),
                fmt::format("Expected digest - {}, actual digest - {} (digest version {}). Keeper will "
                            "terminate to avoid inconsistencies.",
                            found.expected, found.found, found.digest_version)};
    return {fmt::format("Digest for nodes is not matching after preprocessing request of type '{}' at log "
                        "index {} for session {}.",
                        keeper::name_of(found.op), found.index, found.session_id),
            fmt::format("Expected digest - {}, actual digest - {} (digest V{}). Keeper will terminate to "
                        "avoid inconsistencies.",
                        found.expected, found.found, found.digest_version)};
}

} // namespace keeperfs::inspect
