#pragma once
// ZooKeeper's transaction log, releases 3.4 to 3.9; in full: zookeeper-files(5). Big-endian (jute
// encoding). Logs are never compressed.
//
//   header  int magic "ZKLG", int version 2, long dbid 0 (servers look at the magic only)
//   record  long checksum (Adler-32 of the n bytes), int n, n bytes, byte 0x42
//   ...     padded with zeros (preallocation)
//
//   the n bytes: long session, int cxid, long zxid, long time in ms, int type, body,
//                then [int digest version, long tree digest] (3.6 on; never with an error record)
#include <cstddef>
#include <cstdint>

namespace keeperfs::zookeeper::txnlog_format {

inline constexpr std::uint32_t magic = 0x5a4b4c47; // "ZKLG"
inline constexpr std::size_t file_header_bytes = 16;
inline constexpr std::size_t record_prefix_bytes = 12;
inline constexpr std::uint8_t end_mark = 0x42;
inline constexpr std::size_t txn_header_bytes = 32;
inline constexpr std::size_t txn_digest_bytes = 12;
inline constexpr std::size_t least_operation_bytes = 8;

} // namespace keeperfs::zookeeper::txnlog_format
