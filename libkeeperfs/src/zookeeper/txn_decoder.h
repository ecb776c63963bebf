#pragma once
#include "keeperfs/base/bytes.h"
#include "keeperfs/zookeeper/txn.h"

namespace keeperfs::zookeeper {

/// Decodes the n bytes of one record, which lie at `offset` in the file. Spans in `txn` point into `record`.
/// Throws Error(bad_input) with the offset of the field. Sets everything in `txn` but its offset.
void decode_transaction(Bytes record, std::uint64_t offset, Transaction& txn);

/// Whether a record, not only an operation of a multi, may have this type.
bool is_record_type(std::int32_t type) noexcept;

inline constexpr std::size_t type_offset_in_record = 28;

} // namespace keeperfs::zookeeper
