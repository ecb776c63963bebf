#pragma once
// What an administrator wants changed in a snapshot's tree. All paths are those of the tree as it is read.
#include "keeperfs/export.h"
#include "keeperfs/tree/acl.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::convert {

struct AclEdit {
    std::string path;
    tree::AclList list; ///< the open list, [world:anyone:cdrwa], is stored as "no ACL"
    /// Also for all below. Of several that cover a node the nearest one holds; one for the node alone comes
    /// before any other.
    bool recursive = false;
};
/// "/path=world:anyone:cdrwa", "/path=digest:USER:HASH:rw,world:anyone:r"; without permissions all of them.
/// nullopt for a text that is none.
KEEPERFS_EXPORT std::optional<AclEdit> parse_acl_edit(std::string_view text);

/// A subtree that gets another path. Where two names cover a node, the longer one holds.
struct RenameEdit {
    std::string from, to;
};
/// "/old=/new"; nullopt for a text that is none, or that can be read in two ways.
KEEPERFS_EXPORT std::optional<RenameEdit> parse_rename_edit(std::string_view text);

struct SequenceEdit {
    std::string path;
    std::int64_t next = 0;    ///< what the next sequential child gets
    bool allow_reuse = false; ///< also when a child has that number, or a greater one, already
};

/// What becomes of paths that are there already.
enum class ConflictPolicy : std::uint8_t {
    refuse,
    keep,    ///< nodes that are there stay; only those that are missing come
    replace, ///< what is at or below the path goes, and all comes
};

/// A subtree of another snapshot, with its counters, ACLs and stat.
struct GraftEdit {
    std::string file;
    std::string from, to; ///< `to` is the path of its top in the tree that is written
    ConflictPolicy on_conflict = ConflictPolicy::refuse;
};

struct SnapshotEdits {
    std::vector<std::string> drop_paths; ///< these and all below are left out
    std::vector<std::string> keep_paths; ///< not empty: only these, all below and above, and /keeper stay
    std::vector<AclEdit> acls;
    std::vector<RenameEdit> renames;
    std::vector<SequenceEdit> sequences;
    std::optional<GraftEdit> graft;

    bool empty() const noexcept {
        return drop_paths.empty() && keep_paths.empty() && acls.empty() && renames.empty() &&
               sequences.empty() && !graft;
    }
};

} // namespace keeperfs::convert
