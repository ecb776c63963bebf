#pragma once
// Keeper's raft log, releases 21.8 to 26.9; in full: keeper-changelog(5). A file is records without padding,
// plain or as zstd; the extension tells which, not the bytes. ClickHouse's encoding, little-endian:
//
//   0  checksum   u64  SipHash-2-4 with a zero key of bytes 8 to 36 + blob size
//   8  version    u8   1 in every release read, 0 before 21.7; readers take up to 2
//   9  index      u64
//  17  term       u64
//  25  type       i32  1 application, 2 cluster configuration
//  29  blob size  u64
//  37  blob
//
// The blob of type 1 is a request (request.h), that of type 2 a cluster configuration (cluster_config.h).
// A record with an index that an earlier one had takes its place and discards every record behind that.
//
// zstd files: frames without a content checksum, flushed after every record. A frame that is not ended is
// normal at the end of a file. A server that appends closes an open frame with an empty last block,
// 01 00 00, and begins a new frame. Release 22.10 can put these three bytes into the middle of its own frame
// (keeper-behaviour 1.3a): what follows them is then no frame but the rest of the same one.
#include <cstddef>
#include <cstdint>

namespace keeperfs::keeper::changelog_format {

inline constexpr std::size_t header_bytes = 37;
inline constexpr std::uint8_t newest_record_version = 2;
inline constexpr std::uint8_t written_record_version = 1;
inline constexpr std::uint64_t default_rotate_interval = 100'000;

} // namespace keeperfs::keeper::changelog_format
