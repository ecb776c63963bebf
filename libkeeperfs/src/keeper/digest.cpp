#include "keeperfs/keeper/digest.h"

#include "base/siphash.h"

#include "keeperfs/base/error.h"

namespace keeperfs::keeper {

namespace {

/// The versions that differ in what they feed.
enum Fields : int { with_doubled_czxid = 2, first_with_zero_reserved = 4, first_with_ttl = 5 };

std::uint64_t digest_of(int digest_version, bool has_length, const SnapshotNode& node) {
    const tree::Stat& stat = node.stat;
    const bool is_old = digest_version <= with_doubled_czxid;
    // Servers from version 4 on keep the session, and from 5 on the TTL, where the number of children was.
    const bool is_ephemeral = stat.ephemeral_owner != 0 && stat.ephemeral_owner != tree::container_owner;
    const bool is_childless = (digest_version >= first_with_zero_reserved && is_ephemeral) ||
                              (digest_version >= first_with_ttl && node.ttl_ms);

    SipHash hash;
    hash.update(node.path);
    hash.update(node.data);
    hash.update_integer(stat.czxid);
    if (is_old)
        hash.update_integer(stat.czxid);
    hash.update_integer(stat.mzxid);
    hash.update_integer(stat.ctime);
    hash.update_integer(stat.mtime);
    hash.update_integer(stat.version);
    hash.update_integer(stat.cversion);
    hash.update_integer(stat.aversion);
    hash.update_integer(node.ttl_ms ? std::int64_t{0} : stat.ephemeral_owner);
    if (has_length)
        hash.update_integer(static_cast<std::int32_t>(node.data.size()));
    hash.update_integer(is_childless ? 0 : node.num_children);
    hash.update_integer(stat.pzxid);
    if (digest_version >= first_with_ttl) {
        hash.update_integer(static_cast<std::uint8_t>(node.ttl_ms ? 1 : 0));
        if (node.ttl_ms)
            hash.update_integer(*node.ttl_ms);
    }
    const std::uint64_t digest = hash.digest();
    return digest == 0 && digest_version >= first_with_zero_reserved ? 1 : digest;
}

} // namespace

std::uint64_t node_digest(int digest_version, const SnapshotNode& node) {
    if (!is_known_digest_version(digest_version))
        throw Error(ErrorKind::usage, fmt::format("digest version {} is not known", digest_version));
    return digest_of(digest_version, digest_version <= with_doubled_czxid, node);
}

std::uint64_t node_digest_3_with_length(const SnapshotNode& node) { return digest_of(3, true, node); }

} // namespace keeperfs::keeper
