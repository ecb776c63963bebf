#pragma once
#include "convert/path_map.h"

#include "keeperfs/convert/snapshot_edits.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace keeperfs::convert {

/// What the edits say of each path.
class EditRules {
public:
    /// Throws Error(usage) for edits that cannot be meant, whatever the tree is.
    explicit EditRules(const SnapshotEdits& edits);

    bool keeps(std::string_view path) const;
    /// The path in the tree that is written; in `buffer` where it is another one.
    std::string_view renamed(std::string_view path, std::string& buffer) const;
    /// Whether this very node is named to be renamed, and not only one above it.
    bool moves(std::string_view path) const { return renames_.at(path) != nullptr; }
    const tree::AclList* acl_for(std::string_view path) const;
    const SequenceEdit* sequence_for(std::string_view path) const {
        const SequenceState* const found = sequences_.at(path);
        return found == nullptr ? nullptr : &found->edit;
    }
    const PathMap<std::string>& renames() const noexcept { return renames_; }

    /// For each node of the tree that is read, before check_against_tree().
    void meet(std::string_view path);
    /// Throws Error(usage) for paths that the tree does not have, Error(refused) for a counter that would
    /// hand out a name again.
    void check_against_tree() const;

private:
    struct NamedPath {
        std::string option;
        bool met = false;
    };
    struct SequenceState {
        SequenceEdit edit;
        std::int64_t greatest_child = -1;
    };
    PathMap<NamedPath> named_;
    PathMap<char> dropped_, kept_;
    PathMap<tree::AclList> acls_, acls_below_;
    PathMap<std::string> renames_; ///< from -> to
    PathMap<SequenceState> sequences_;

    std::string named(std::string_view option, const std::string& path);
    void add_acl(const AclEdit& edit);
    void add_rename(const RenameEdit& edit);
};

} // namespace keeperfs::convert
