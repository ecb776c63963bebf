#pragma once
// ZooKeeper's snapshot stream, releases 3.4 to 3.9; in full: zookeeper-files(5). All big-endian
// (jute encoding), no padding.
//
//   header    int magic "ZKSN", int version 2 (not checked by servers), long dbid -1 (not checked)
//   sessions  int count, then each: long id, int timeout in ms
//   ACLs      int count, then each: long number (> 0), vector<ACL>;  ACL = int permissions, ustring scheme,
//   ustring id nodes     until ustring "/", each: ustring path ("" is the root), buffer data (-1: null), long
//   ACL number
//             (-1: open), long czxid, mzxid, ctime, mtime, int version, cversion, aversion,
//             long ephemeralOwner, long pzxid
//   seal      long Adler-32 of every byte before it, ustring "/"
//   [D]       long zxid, int digest version, long digest, seal     3.6 on, unless digest.enabled=false
//   [Z]       long last processed zxid, seal                       3.9 on
//
// The sections after the first seal carry no mark; their number of bytes tells which they are. Each seal's
// checksum covers the whole stream before it, earlier seals included. Around the stream there may be gzip or
// snappy-java's own stream format (3.6 on); checksums are over the decoded bytes.
#include <cstddef>
#include <cstdint>

namespace keeperfs::zookeeper::snapshot_format {

inline constexpr std::uint32_t magic = 0x5a4b534e; // "ZKSN"
inline constexpr std::int32_t version = 2;

inline constexpr std::size_t header_bytes = 16;
inline constexpr std::size_t session_bytes = 12;
inline constexpr std::size_t least_acl_entry_bytes = 12; // number and an empty list
inline constexpr std::size_t least_acl_bytes = 12;       // permissions and two empty strings
inline constexpr std::size_t stat_bytes = 60;
inline constexpr std::size_t least_node_bytes = 76;
inline constexpr std::size_t seal_bytes = 13;
inline constexpr std::size_t digest_section_bytes = 20 + seal_bytes;
inline constexpr std::size_t zxid_section_bytes = 8 + seal_bytes;

/// The ACL number of built-in nodes and of nodes created with a null list: open to everybody.
inline constexpr std::int64_t open_acl_number = -1;

/// The only digest version of released servers.
inline constexpr std::int32_t digest_version = 2;

} // namespace keeperfs::zookeeper::snapshot_format
