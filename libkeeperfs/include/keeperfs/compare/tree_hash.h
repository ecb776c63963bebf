#pragma once
// One hash for a whole tree, and for each subtree of it: what two clusters exchange instead of their trees.
#include "keeperfs/compare/field.h"
#include "keeperfs/compare/side.h"
#include "keeperfs/export.h"
#include "keeperfs/inspect/path_glob.h"
#include "keeperfs/io/progress.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace keeperfs::compare {

/// What both servers hold the same, also after a conversion.
inline constexpr FieldSet hashed_by_default =
    FieldSet::of(Field::data, Field::acl, Field::czxid, Field::mzxid, Field::pzxid, Field::ctime, Field::mtime,
                 Field::version, Field::aversion, Field::ephemeral_owner, Field::seq_num);

struct TreeHashOptions {
    FieldSet fields = hashed_by_default;
    unsigned depth = 0; ///< names in the paths of the subtrees; 0: the whole tree alone
    std::vector<inspect::PathGlob> ignored_paths;
    bool with_system_nodes = false; ///< /keeper and /zookeeper with all below, which each server has for itself
};

struct SubtreeHash {
    std::uint64_t nodes = 0;
    std::string hash; ///< 64 hexadecimal digits
};

/// Of each subtree whose top has at most `depth` names, by its top; "/" is the whole.
///
/// The hash is the sum, modulo 2^256, of the SHA-256 of each node. A sum knows no order, so the files' order
/// does not matter; and since the hashes of different nodes are as good as random numbers, two different
/// sets of nodes have equal sums by accident with a probability of 2^-256. It is no proof against somebody
/// who makes nodes on purpose: with many of them a given sum can be reached (Wagner's generalised birthday),
/// with much work. It finds what went wrong, not who did it.
///
/// A node is hashed as: "keeperfs node 1", u32 the fields by the bits of their enumeration, u64 length and
/// path, then each field in that order: data and texts as u64 length and bytes, an ACL as u64 count and
/// entries of i32 permissions, scheme, id, all others as i64; little-endian. The open ACL has no entries;
/// seq_num is 0 for ephemeral and TTL nodes, of which Keeper keeps none. This form is kept in later releases.
///
/// Error(usage) where the side does not hold a field.
KEEPERFS_EXPORT std::map<std::string, SubtreeHash> hash_tree(Side& side, const TreeHashOptions& options,
                                                             io::Meter* meter = nullptr);

} // namespace keeperfs::compare
