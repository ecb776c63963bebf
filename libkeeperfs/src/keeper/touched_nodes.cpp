#include "keeper/touched_nodes.h"

#include "keeper/state_tree.h"

#include <algorithm>

namespace keeperfs::keeper {

TouchedNodes::TouchedNodes() {
    paths_.insert(as_bytes("/"));
    paths_.insert(as_bytes("/keeper"));
}

void TouchedNodes::add_with_parent(Bytes path) {
    paths_.insert(path);
    paths_.insert(parent_path(path));
}

void TouchedNodes::add(const RequestOperation& operation) {
    if (operation.path.empty())
        return;
    add_with_parent(operation.path);
    if (operation.sequential)
        sequential_.insert(operation.path);
    if (operation.op == OpNum::remove_recursive)
        subtrees_.insert(operation.path);
}

void TouchedNodes::add(const Request& request) {
    if (request.operation.op == OpNum::close)
        closing_sessions_.insert(request.session_id);
    if (request.digest_version != 0)
        digest_versions_.insert(request.digest_version);
    add(request.operation);
    for (const RequestOperation& part : request.parts)
        add(part);
}

void TouchedNodes::merge(const TouchedNodes& other) {
    paths_.insert(other.paths_);
    subtrees_.insert(other.subtrees_);
    sequential_.insert(other.sequential_);
    closing_sessions_.insert(other.closing_sessions_.begin(), other.closing_sessions_.end());
    digest_versions_.insert(other.digest_versions_.begin(), other.digest_versions_.end());
}

bool TouchedNodes::contain(Bytes path) const {
    return paths_.contains(path) || can_be_sequential(path) || is_in_subtree(path);
}

// The number has ten digits, more when it is larger, and may be negative where the counter ran over.
bool TouchedNodes::can_be_sequential(Bytes path) const {
    constexpr std::size_t least_digits = 10, most_digits = 20;
    if (sequential_.empty())
        return false;
    const auto is_of_number = [](std::uint8_t c) { return (c >= '0' && c <= '9') || c == '-'; };
    for (std::size_t digits = 1; digits <= most_digits && digits < path.size(); ++digits) {
        if (!is_of_number(path[path.size() - digits]))
            return false;
        if (digits >= least_digits && sequential_.contains(path.first(path.size() - digits)))
            return true;
    }
    return false;
}

bool TouchedNodes::is_in_subtree(Bytes path) const {
    if (subtrees_.empty())
        return false;
    for (; path.size() > 1; path = parent_path(path))
        if (subtrees_.contains(path))
            return true;
    return false;
}

} // namespace keeperfs::keeper
