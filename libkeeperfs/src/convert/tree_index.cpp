#include "convert/tree_index.h"

#include "convert/path_map.h"

namespace keeperfs::convert {

namespace {

const tree::PathHash& hash_of_root() {
    static const tree::PathHash hash = tree::hash_path(as_bytes(std::string_view("/")));
    return hash;
}

} // namespace

tree::PathHash TreeIndex::add(std::string_view path) {
    const tree::PathHash hash = tree::hash_path(as_bytes(path));
    const tree::PathHash parent = path == "/" ? hash : tree::hash_path(as_bytes(parent_path(path)));
    paths_.append(hash);
    parent_hashes_.push_back(parent);
    ++size_;
    return parent;
}

TreeIndex::Parents TreeIndex::resolve() {
    Parents parents;
    tree::PathHash last{};
    tree::NodeId last_id = tree::no_node;
    bool has_orphans = false;
    for (std::size_t id = 0; id < size_; ++id) {
        // Siblings often stand together.
        if (const tree::PathHash hash = parent_hashes_[id]; id == 0 || hash != last) {
            last = hash;
            last_id = paths_.find(hash);
        }
        const bool is_root = last_id == id && last == hash_of_root();
        parents.push_back(is_root ? root_has_none : last_id);
        has_orphans = has_orphans || last_id == tree::no_node;
    }
    parent_hashes_ = {};
    if (has_orphans)
        spread_orphans(parents);
    for (std::size_t id = 0; id < size_; ++id)
        children_.push_back(0);
    for (std::size_t id = 0; id < size_; ++id)
        if (parents[id] != root_has_none && !is_orphan(static_cast<tree::NodeId>(id)))
            ++children_[parents[id]];
    return parents;
}

/// What hangs below an orphan is one as well.
void TreeIndex::spread_orphans(const Parents& parents) {
    orphans_.resize(parents.size());
    std::vector<bool> known(parents.size());
    for (std::size_t start = 0; start < parents.size(); ++start) {
        tree::NodeId at = static_cast<tree::NodeId>(start);
        while (at != tree::no_node && at != root_has_none && !known[at])
            at = parents[at];
        const bool lost = at == tree::no_node || (at != root_has_none && orphans_[at]);
        for (at = static_cast<tree::NodeId>(start); at != tree::no_node && at != root_has_none && !known[at];
             at = parents[at]) {
            known[at] = true;
            orphans_[at] = lost;
            orphan_count_ += lost ? 1 : 0;
        }
    }
}

} // namespace keeperfs::convert
