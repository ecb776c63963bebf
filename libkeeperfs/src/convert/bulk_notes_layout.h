#pragma once
// The file that keeper-converter --catch-up-file writes. It is this program's own: there is no other source
// of facts about it than this header. Fields as in jute: big-endian, packed; a text is an int length and its
// bytes, a list an int count and its elements.
//
//   8 bytes   magic "KFSBULK\n", int version 1
//   options   int snapshot version, int digest version, byte codec, int compression level, byte special
//   nodes, byte ACL
//             policy, byte emulate 3.5.3, byte digest charset, list of ACL rules: text from scheme, from id,
//             to scheme, to id, byte whether permissions follow, int permissions
//   end       long zxid, long fuzzy until, byte whether a mark follows: long session, long time, int cxid,
//   int type; byte
//             whether a digest follows: long UTF-8, long ASCII; long greatest session id
//   files     text path, long size, text SHA-256: the result; then a list of such: the input
//   nodes     long count, long how many of them in order
//   sessions  list: long id, long timeout in ms
//   parents   list of texts
//   nulls     list: long first, long count
//   stats     list: long node, long stored owner, int stored cversion
//   ACLs      list of lists: int permissions, text scheme, text id
//   runs      list: long first, long count, int list
//   seal      long XXH3 of every byte before it
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace keeperfs::convert::bulk_notes_layout {

inline constexpr std::string_view magic = "KFSBULK\n";
inline constexpr std::int32_t version = 1;
inline constexpr std::size_t seal_bytes = 8;

/// The least bytes that one element of a list takes.
inline constexpr std::size_t least_rule = 21, least_file = 16, session = 16, least_text = 4, run = 16,
                             stat = 20, least_acl_list = 4, least_acl = 12, acl_run = 20;

} // namespace keeperfs::convert::bulk_notes_layout
