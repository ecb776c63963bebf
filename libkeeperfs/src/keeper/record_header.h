#pragma once
#include "base/siphash.h"

#include "keeperfs/base/bytes.h"
#include "keeperfs/keeper/changelog.h"
#include "keeperfs/keeper/changelog_format.h"

#include <cstdint>
#include <optional>

namespace keeperfs::keeper {

/// The length of a request is an i32, and what a server puts around it is small.
inline constexpr std::uint64_t longest_blob = (std::uint64_t{1} << 31) + (1 << 20);

struct RecordHeader {
    std::uint64_t checksum;
    std::uint8_t version;
    std::uint64_t index, term;
    std::int32_t type;
    std::uint64_t blob_size;

    /// At least header_bytes.
    explicit RecordHeader(const std::uint8_t* at) noexcept
        : checksum(load_le<std::uint64_t>(at)), version(at[8]), index(load_le<std::uint64_t>(at + 9)),
          term(load_le<std::uint64_t>(at + 17)), type(load_le<std::int32_t>(at + 25)),
          blob_size(load_le<std::uint64_t>(at + 29)) {}

    std::size_t record_bytes() const noexcept {
        return changelog_format::header_bytes + static_cast<std::size_t>(blob_size);
    }
};

inline bool has_right_checksum(Bytes record) noexcept {
    SipHash hash;
    hash.update(record.subspan(sizeof(std::uint64_t)));
    return hash.digest() == load_le<std::uint64_t>(record.data());
}

/// Whether a record can begin here, so far as that can be told without its checksum. `last_index`: of a
/// record nearby.
bool can_be_a_record(Bytes bytes, std::optional<std::uint64_t> last_index) noexcept;
/// What can_be_a_record() must see; the least that a record has.
inline constexpr std::size_t least_record_bytes = changelog_format::header_bytes + 20;

} // namespace keeperfs::keeper
