#pragma once
// Keeper's snapshot, versions 0 to 9, releases 21.8 to 26.9; in full: keeper-snapshot(5). Little-endian;
// string = VarUInt length + bytes.
//
//    1  version                u8
//    2  metadata length        VarUInt
//    3  raft metadata          u8 type (2), u64 last log index, u64 its term, u64 size 0, cluster
//    configuration 4  zxid                   i64                                5+   (before: the metadata's
//    last log index) 5  digest version         u8                                 5+   0: none 6  nodes
//    digest           u64                                5+   only when the digest version is not 0 7 session
//    id counter     i64, the next id to hand out 8  ACL map                u64 count, then each: id (u64; u32
//    from 7), u64 count, then i32 permissions,
//                              string scheme, string id           1+
//   10  nodes                  u64 count, then each:
//         path, data           string, string
//         ACL                  0: u64 count and the entries; 1-6: u64 id; 7+: u32 id.  id 0: no ACL, open to
//         all is_sequential        bool                               0-5 czxid mzxid ctime mtime  i64;
//         version cversion aversion  i32 ephemeralOwner       i64: a session; 0: none; INT64_MIN: container
//         (9+) dataLength           i32                                0-5 numChildren          i32 pzxid i64
//         seqNum               i32; i64 from 7: the number that the next sequential child gets
//         size_bytes           u64                                4, 5
//         has_ttl, ttl         bool, i64 ms when true             8+
//   12  sessions               u64 count, then each: i64 id, i64 timeout ms, and from 1: u64 count of
//   (scheme, id) 14  cluster configuration  VarUInt length and bytes; may be missing
//
// Container: one zstd frame (level 3, with a content checksum), or ClickHouse compressed blocks. The first
// four bytes tell which, not the name. Nodes come in no particular order.
#include <cstddef>
#include <cstdint>

namespace keeperfs::keeper {

/// What each version added, and the first release that wrote it by default.
namespace snapshot_version {
inline constexpr int acl_map = 1;
inline constexpr int zstd = 3;            ///< 21.11: the same bytes; zstd possible
inline constexpr int size_bytes = 4;      ///< 21.12
inline constexpr int zxid_and_digest = 5; ///< 22.7
inline constexpr int slim_nodes = 6;      ///< 24.3: without is_sequential, dataLength, size_bytes
inline constexpr int wide_sequence = 7;   ///< 26.3, on request: seqNum i64, ACL id u32
inline constexpr int ttl = 8;             ///< 26.6 on request, 26.8 by default
inline constexpr int containers = 9;      ///< 26.8/26.9, on request
inline constexpr int newest = containers;
inline constexpr int oldest_written = zstd;
/// Holds everything that 6 holds, and every release from 22.7 to today reads it.
inline constexpr int most_compatible = zxid_and_digest;
} // namespace snapshot_version

namespace snapshot_format {
inline constexpr std::size_t least_acl_bytes = 6;
inline constexpr std::size_t least_acl_map_entry_bytes = 12;
inline constexpr std::size_t least_node_bytes = 78;
inline constexpr std::size_t least_session_bytes = 16;
inline constexpr std::size_t least_authentication_bytes = 2;
inline constexpr std::uint8_t metadata_type_raw = 1; ///< known to the servers, never seen
inline constexpr std::uint8_t metadata_type_logical = 2;
inline constexpr std::uint32_t zstd_magic = 0xfd2fb528; // little-endian
} // namespace snapshot_format

/// The largest TTL that a server accepts: 2^56 - 1 ms.
inline constexpr std::int64_t max_ttl_ms = (std::int64_t{1} << 56) - 1;

} // namespace keeperfs::keeper
