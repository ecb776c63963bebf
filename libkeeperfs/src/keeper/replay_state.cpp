#include "keeper/replay_state.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

namespace keeperfs::keeper {

void ReplayState::index(NodeId id) {
    if (const auto session = owning_session(tree_.node(id)))
        ephemerals_.add(*session, id);
}

void ReplayState::remove_from_index(NodeId id) {
    if (const auto session = owning_session(tree_.node(id)))
        ephemerals_.remove(*session, id);
}

NodeId ReplayState::create(Bytes path, NodeId parent, const StateNode& node, Bytes data) {
    const NodeId id = tree_.insert(path, parent, node, data);
    index(id);
    digest_.changed(id);
    if (undo_)
        undo_->created(id);
    return id;
}

void ReplayState::remove(NodeId id) {
    remove_from_index(id);
    digest_.removing(id);
    StateTree::Taken taken = tree_.take(id);
    if (undo_)
        undo_->removed(std::move(taken));
}

void ReplayState::note_change(Change::Kind kind, NodeId id) {
    if (!lists_changes)
        return;
    changes.push_back({kind, {}});
    tree_.path(id, changes.back().path);
}

void ReplayState::begin_multi() { undo_.emplace(digest_.sum()); }

void ReplayState::roll_back_multi() {
    undo_->roll_back(
        tree_, [&](NodeId id) { index(id); }, [&](NodeId id) { remove_from_index(id); });
    digest_.restore(undo_->digest_sum());
    undo_.reset();
    changes.clear();
}

void ReplayState::load_root(const StateNode& node, Bytes data) {
    if (has_loaded_root_)
        throw Error(ErrorKind::bad_input, "the snapshot has the node / twice");
    has_loaded_root_ = true;
    tree_.node(StateTree::root) = node;
    tree_.set_data(StateTree::root, data);
}

void ReplayState::load(const SnapshotNode& read) {
    const StateNode node{.stat = read.stat,
                         .seq_num = read.seq_num,
                         .ttl_ms = read.ttl_ms.value_or(StateNode::no_ttl),
                         .num_children = read.num_children,
                         .acl = acls.place_of(read.acl_id),
                         .is_sequential = read.is_sequential};
    if (read.path.size() == 1)
        return load_root(node, read.data);
    if (tree_.find(read.path) != no_node)
        throw Error(ErrorKind::bad_input,
                    fmt::format("the snapshot has the node {} twice", escaped(as_text(read.path))));
    const NodeId parent = tree_.find(parent_path(read.path));
    index(tree_.insert(read.path, parent, node, read.data));
}

void ReplayState::finish_loading(const PartOfTree* part) {
    if (tree_.attach_all() == 0)
        return;
    std::string path;
    for (NodeId id = tree_.next_node(0); id != no_node; id = tree_.next_node(id + 1)) {
        if (!tree_.is_detached(id))
            continue;
        tree_.path(id, path);
        if (part == nullptr || part->holds(parent_path(as_bytes(path))))
            throw Error(ErrorKind::bad_input,
                        fmt::format("the snapshot has no parent for the node {}", escaped(path)))
                .hint("Releases before 24.3 behave in undefined ways on it, later ones refuse it.");
    }
}

void ReplayState::add_system_node() {
    constexpr std::string_view system_path = "/keeper";
    if (tree_.find(as_bytes(system_path)) != no_node)
        return;
    create(as_bytes(system_path), StateTree::root, {}, {});
    update(StateTree::root, [](StateNode& node) { ++node.num_children; });
}

} // namespace keeperfs::keeper
