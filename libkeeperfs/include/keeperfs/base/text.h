#pragma once
// Numbers, sizes, durations and foreign text as people read and write them.
#include "keeperfs/base/bytes.h"
#include "keeperfs/export.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace keeperfs {

/// "0x" and lower-case digits without padding: how zxids and session ids are written.
KEEPERFS_EXPORT std::string hex(std::uint64_t value);
inline std::string hex(std::int64_t value) { return hex(static_cast<std::uint64_t>(value)); }
/// Lower-case digits of every byte.
KEEPERFS_EXPORT std::string hex_bytes(Bytes bytes);
/// 111360784 -> "111,360,784".
KEEPERFS_EXPORT std::string grouped(std::uint64_t value);
/// Binary units: "228.4 MiB".
KEEPERFS_EXPORT std::string size_text(std::uint64_t bytes);
/// "3m 12s", "0.45s".
KEEPERFS_EXPORT std::string duration_text(std::chrono::nanoseconds duration);
/// Milliseconds since 1970 as RFC 3339 in UTC: "2026-11-24T13:41:04.123Z".
KEEPERFS_EXPORT std::string time_text(std::int64_t ms_since_1970);
/// "1 node", "2 nodes".
KEEPERFS_EXPORT std::string counted(std::uint64_t count, std::string_view one, std::string_view many);
/// Text from a file or a peer, safe for a terminal: control characters and bytes that are no UTF-8 as \xNN.
KEEPERFS_EXPORT std::string escaped(std::string_view foreign);
KEEPERFS_EXPORT std::string base64(Bytes bytes);
KEEPERFS_EXPORT void append_base64(std::string& out, Bytes bytes);
KEEPERFS_EXPORT bool is_utf8(std::string_view text) noexcept;

/// "64MiB", "1.5G", "4096" -> bytes. K, M, G, T are binary, with or without "iB"; nullopt for anything else.
KEEPERFS_EXPORT std::optional<std::uint64_t> parse_size(std::string_view text);
/// "500ms", "10s", "2m", "1h", "1.5s"; nullopt for anything else, also for a number without its unit.
KEEPERFS_EXPORT std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);
/// Decimal, or hexadecimal with "0x" before it.
KEEPERFS_EXPORT std::optional<std::int64_t> parse_zxid(std::string_view text);
/// Decimal, also negative, or all 64 bits in hexadecimal with "0x" before it.
KEEPERFS_EXPORT std::optional<std::int64_t> parse_session_id(std::string_view text);
/// RFC 3339 ("2026-11-24T14:05:00Z", "2026-11-24 14:05:00+01:00", seconds' fraction allowed), or milliseconds
/// since 1970 as a plain number. -> milliseconds since 1970.
KEEPERFS_EXPORT std::optional<std::int64_t> parse_time(std::string_view text);
/// The candidate with the smallest edit distance, if it is near enough to be meant.
template <class Range> std::optional<std::string> nearest(std::string_view word, const Range& candidates);
KEEPERFS_EXPORT std::size_t edit_distance(std::string_view a, std::string_view b);

template <class Range> std::optional<std::string> nearest(std::string_view word, const Range& candidates) {
    std::optional<std::string> best;
    std::size_t best_distance = word.size() / 3 + 2;
    for (const auto& candidate : candidates) {
        const std::size_t distance = edit_distance(word, candidate);
        if (distance < best_distance) {
            best_distance = distance;
            best = std::string(candidate);
        }
    }
    return best;
}

} // namespace keeperfs
