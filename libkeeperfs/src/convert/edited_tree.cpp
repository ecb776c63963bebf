#include "convert/edited_tree.h"

namespace keeperfs::convert {

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
    const tree::PathHash parent = index_.add(target);
    if (target == path)
        return;
    ++renamed_;
    if (rules_.moves(path)) {
        ++flow_of_parent(path).removed;
        ++flows_by_path_[parent].added;
    }
}

bool EditedTree::add_graft(std::string_view path, std::int64_t seq_num) {
    const tree::PathHash hash = tree::hash_path(as_bytes(path));
    if (index_.find(hash) != tree::no_node) {
        if (seq_num != 0)
            counters_.emplace(hash, seq_num);
        return false;
    }
    const tree::PathHash parent = index_.add(path);
    if (index_.find(parent) != tree::no_node)
        ++flows_by_path_[parent].added;
    return true;
}

void EditedTree::resolve() {
    index_.resolve();
    for (const auto& [hash, seq_num] : counters_)
        if (const auto found = flows_by_path_.find(hash); found != flows_by_path_.end())
            found->second.least_seq_num = seq_num;
    counters_.clear();
    for (const auto& [hash, flow] : flows_by_path_)
        if (const tree::NodeId id = index_.find(hash); id != tree::no_node)
            flows_[id] = flow;
}

} // namespace keeperfs::convert
