#pragma once
// A record of the raft log as a value, shared by reader and writer.
#include "keeperfs/base/bytes.h"

#include <cstdint>

namespace keeperfs::keeper {

enum class ChangelogCodec : std::uint8_t { plain, zstd };

/// The types that occur in files; NuRaft knows more (3 to 5, 231).
enum class RecordType : std::int32_t { application = 1, configuration = 2 };

struct ChangelogRecord {
    std::uint8_t version = 1;
    std::uint64_t index = 0;
    std::uint64_t term = 0;
    RecordType type = RecordType::application; ///< can hold any number that a file has
    Bytes blob;                                ///< the reader's: until its next call
};

} // namespace keeperfs::keeper
