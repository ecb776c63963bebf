#include "convert/edited_tree.h"

namespace keeperfs::convert {

namespace {
constexpr tree::NodeId root_has_none = tree::no_node - 1;
const tree::PathHash& hash_of_root() {
    static const tree::PathHash hash = tree::hash_path(as_bytes(std::string_view("/")));
    return hash;
}
} // namespace

/// Of the parent where it ends up.
EditedTree::Flow& EditedTree::flow_of_parent(std::string_view path) {
    return flows_by_path_[tree::hash_path(as_bytes(rules_.renamed(parent_path(path), parent_buffer_)))];
}

void EditedTree::add(std::string_view path) {
    if (!rules_.keeps(path)) {
        ++dropped_;
        if (path != "/" && rules_.keeps(parent_path(path)))
            ++flow_of_parent(path).removed;
        return;
    }
    const std::string_view target = rules_.renamed(path, buffer_);
    const tree::PathHash hash = tree::hash_path(as_bytes(target));
    paths_.append(hash);
    parents_.push_back(target == "/" ? hash : tree::hash_path(as_bytes(parent_path(target))));
    if (target == path)
        return;
    ++renamed_;
    if (rules_.moves(path)) {
        ++flow_of_parent(path).removed;
        ++flows_by_path_[parents_[parents_.size() - 1]].added;
    }
}

void EditedTree::resolve() {
    tree::ChunkedVector<tree::NodeId> parent_ids;
    tree::PathHash last{};
    tree::NodeId last_id = tree::no_node;
    for (std::size_t id = 0; id < parents_.size(); ++id) {
        // Siblings often stand together.
        if (const tree::PathHash hash = parents_[id]; id == 0 || hash != last) {
            last = hash;
            last_id = paths_.find(hash);
        }
        const bool is_root = last_id == id && last == hash_of_root();
        parent_ids.push_back(is_root ? root_has_none : last_id);
        if (last_id == tree::no_node && !first_orphan_)
            first_orphan_ = static_cast<tree::NodeId>(id);
    }
    parents_ = {};
    if (first_orphan_)
        spread_orphans(parent_ids);
    for (std::size_t id = 0; id < parent_ids.size(); ++id)
        children_.push_back(0);
    for (std::size_t id = 0; id < parent_ids.size(); ++id)
        if (parent_ids[id] != root_has_none && !is_orphan(static_cast<tree::NodeId>(id)))
            ++children_[parent_ids[id]];
    for (const auto& [hash, flow] : flows_by_path_)
        if (const tree::NodeId id = paths_.find(hash); id != tree::no_node)
            flows_[id] = flow;
}

/// What hangs below an orphan is one as well.
void EditedTree::spread_orphans(const tree::ChunkedVector<tree::NodeId>& parent_ids) {
    orphans_.resize(parent_ids.size());
    std::vector<bool> known(parent_ids.size());
    for (std::size_t start = 0; start < parent_ids.size(); ++start) {
        tree::NodeId at = static_cast<tree::NodeId>(start);
        while (at != tree::no_node && at != root_has_none && !known[at])
            at = parent_ids[at];
        const bool lost = at == tree::no_node || (at != root_has_none && orphans_[at]);
        for (at = static_cast<tree::NodeId>(start); at != tree::no_node && at != root_has_none && !known[at];
             at = parent_ids[at]) {
            known[at] = true;
            orphans_[at] = lost;
            orphan_count_ += lost ? 1 : 0;
        }
    }
}

} // namespace keeperfs::convert
