#pragma once
// ZooKeeper's tree digest, version 2 (3.6 on): the sum modulo 2^64 of every node's CRC-32 over its path, its
// data and 60 bytes of its stat. ACLs and session tables are not in it.
#include "keeperfs/base/bytes.h"
#include "keeperfs/tree/stat.h"

#include <cstdint>

namespace keeperfs::zookeeper {

/// How the server turned paths into bytes: by the JVM's default charset, which before Java 18 was that of the
/// locale.
enum class DigestCharset : std::uint8_t {
    utf8,
    ascii, ///< LANG=C: each UTF-16 unit beyond ASCII is one '?'
};

/// Then the two charsets give the same bytes.
bool is_ascii(Bytes text) noexcept;
/// The part of a node's digest that its stat does not change. Nothing is added for null data.
std::uint32_t path_data_crc(Bytes path, Bytes data, DigestCharset charset) noexcept;
std::uint32_t node_digest(std::uint32_t path_data_crc, const tree::Stat& stat) noexcept;
/// Nodes below /zookeeper are left out; /zookeeper itself counts.
bool counts_in_digest(Bytes path) noexcept;

} // namespace keeperfs::zookeeper
