#include "keeper/state_tree.h"

#include "base/xxhash.h"

#include "keeperfs/base/error.h"

#include <algorithm>
#include <random>

namespace keeperfs::keeper {

namespace {

// Full at 6/7, afterwards at 4/7: between 4.7 and 7 bytes a node.
constexpr bool too_full(std::uint64_t used, std::uint64_t capacity) { return used * 7 >= capacity * 6; }
constexpr std::uint64_t grown(std::uint64_t capacity) { return capacity + capacity / 2 + 64; }

/// The root's hash, which all others continue: at random, so that nobody who writes a file can aim at
/// collisions.
std::uint64_t hash_key() {
    static const std::uint64_t key = [] {
        std::random_device random;
        return (std::uint64_t{random()} << 32) | random();
    }();
    return key;
}

std::uint64_t continued(std::uint64_t hash, Bytes name) noexcept {
    return XXH3_64bits_withSeed(name.data(), name.size(), hash);
}

std::uint32_t checked_size(Bytes bytes) {
    // Servers hold to 2^31 - 1.
    if (bytes.size() > INT32_MAX)
        throw Error(ErrorKind::bad_input, "a node's data exceed 2,147,483,647 bytes");
    return static_cast<std::uint32_t>(bytes.size());
}

std::unique_ptr<char[]> joined(Bytes name, Bytes data) {
    if (name.empty() && data.empty())
        return nullptr;
    auto content = std::make_unique_for_overwrite<char[]>(name.size() + data.size());
    std::ranges::copy(as_text(name), content.get());
    std::ranges::copy(as_text(data), content.get() + name.size());
    return content;
}

} // namespace

StateTree::StateTree() {
    grow_index();
    const NodeId id = new_number();
    nodes_[id] = {};
    places_[id] = {};
    places_[id].hash = hash_key();
    place_in_slots(id);
    ++live_;
}

StateTree::~StateTree() {
    for (std::size_t i = 0; i < places_.size(); ++i)
        if (places_[i].name_bytes != is_free)
            delete[] places_[i].content;
}

Bytes StateTree::name(NodeId id) const noexcept {
    const Place& place = places_[id];
    return as_bytes({place.content, place.name_bytes});
}

Bytes StateTree::data(NodeId id) const noexcept {
    const Place& place = places_[id];
    return as_bytes({place.content + place.name_bytes, place.data_bytes});
}

std::uint64_t StateTree::hash_of(Bytes path) const noexcept {
    std::uint64_t hash = hash_key();
    if (path.size() <= 1)
        return hash;
    std::string_view rest = as_text(path.subspan(1));
    while (true) {
        const std::size_t slash = rest.find('/');
        hash = continued(hash, as_bytes(rest.substr(0, slash)));
        if (slash == std::string_view::npos)
            return hash;
        rest.remove_prefix(slash + 1);
    }
}

bool StateTree::has_path(NodeId id, Bytes path) const noexcept {
    while (id != root) {
        const Bytes own = name(id);
        if (is_detached(id))
            return as_text(own) == as_text(path);
        if (path.size() <= own.size() || path[path.size() - own.size() - 1] != '/' ||
            !as_text(path).ends_with(as_text(own)))
            return false;
        path = path.first(path.size() - own.size() - 1);
        id = places_[id].parent;
    }
    return path.empty();
}

NodeId StateTree::find(Bytes path) const noexcept {
    if (path.empty() || path[0] != '/')
        return no_node;
    if (path.size() == 1)
        return root;
    const std::uint64_t hash = hash_of(path);
    for (std::uint64_t slot = slot_of(hash); slots_[slot] != no_node; slot = following(slot))
        if (places_[slots_[slot]].hash == hash && has_path(slots_[slot], path))
            return slots_[slot];
    return no_node;
}

NodeId StateTree::insert(Bytes path, NodeId parent, const StateNode& node, Bytes data) {
    const Bytes own_name = parent == no_node ? path : base_name(path);
    const std::uint32_t data_bytes = checked_size(data), name_bytes = checked_size(own_name);
    auto content = joined(own_name, data);
    const NodeId id = new_number();
    nodes_[id] = node;
    Place& place = places_[id];
    place = {};
    place.name_bytes = name_bytes;
    place.data_bytes = data_bytes;
    place.content = content.release();
    place.hash = parent == no_node ? hash_of(path) : continued(places_[parent].hash, own_name);
    if (parent == no_node)
        ++detached_;
    else
        hang(id, parent);
    add_to_index(id);
    return id;
}

StateTree::Taken StateTree::take(NodeId id) {
    if (places_[id].first_child != no_node)
        detach_children(id);
    Place& place = places_[id];
    Taken taken{.id = id,
                .parent = place.parent,
                .hash = place.hash,
                .name_bytes = place.name_bytes,
                .data_bytes = place.data_bytes,
                .content = std::unique_ptr<char[]>(place.content),
                .node = nodes_[id]};
    remove_from_index(id);
    if (place.parent == no_node)
        --detached_;
    else
        unhang(id);
    free_number(id);
    return taken;
}

void StateTree::put_back(Taken taken) {
    const NodeId id = new_number();
    if (id != taken.id)
        throw Error(ErrorKind::defect, "a node came back out of order");
    nodes_[id] = taken.node;
    Place& place = places_[id];
    place = {};
    place.hash = taken.hash;
    place.name_bytes = taken.name_bytes;
    place.data_bytes = taken.data_bytes;
    place.content = taken.content.release();
    if (taken.parent == no_node)
        ++detached_;
    else
        hang(id, taken.parent);
    add_to_index(id);
}

StateTree::Content StateTree::set_data(NodeId id, Bytes data) {
    const std::uint32_t data_bytes = checked_size(data);
    Place& place = places_[id];
    auto content = joined(name(id), data);
    Content old{std::unique_ptr<char[]>(place.content), place.data_bytes};
    place.content = content.release();
    place.data_bytes = data_bytes;
    return old;
}

void StateTree::restore_data(NodeId id, Content content) {
    Place& place = places_[id];
    delete[] place.content;
    place.content = content.bytes.release();
    place.data_bytes = content.data_bytes;
}

std::uint64_t StateTree::attach_all() {
    for (NodeId id = next_node(0); detached_ != 0 && id != no_node; id = next_node(id + 1)) {
        if (!is_detached(id))
            continue;
        const NodeId its_parent = parent(id);
        if (its_parent == no_node)
            continue;
        const std::string own_name(as_text(base_name(name(id))));
        rename(id, as_bytes(own_name));
        hang(id, its_parent);
        --detached_;
    }
    return detached_;
}

void StateTree::rename(NodeId id, Bytes new_name) {
    Place& place = places_[id];
    auto content = joined(new_name, data(id));
    delete[] place.content;
    place.content = content.release();
    place.name_bytes = static_cast<std::uint32_t>(new_name.size());
}

void StateTree::detach_children(NodeId id) {
    std::string prefix;
    path(id, prefix);
    for (NodeId child = places_[id].first_child; child != no_node;) {
        const NodeId next = places_[child].next;
        const std::string whole = prefix + '/' + std::string(as_text(name(child)));
        rename(child, as_bytes(whole));
        Place& place = places_[child];
        place.parent = place.next = place.previous = no_node;
        ++detached_;
        child = next;
    }
    places_[id].first_child = no_node;
}

void StateTree::path(NodeId id, std::string& path) const {
    if (id == root) {
        path.assign(1, '/');
        return;
    }
    std::size_t length = 0;
    for (NodeId i = id; i != root; i = places_[i].parent) {
        length += places_[i].name_bytes;
        if (is_detached(i))
            break;
        ++length;
    }
    path.resize(length);
    for (NodeId i = id; i != root; i = places_[i].parent) {
        const Bytes own = name(i);
        length -= own.size();
        std::ranges::copy(as_text(own), path.begin() + static_cast<std::ptrdiff_t>(length));
        if (is_detached(i))
            break;
        path[--length] = '/';
    }
}

NodeId StateTree::parent(NodeId id) const {
    return is_detached(id) ? find(parent_path(name(id))) : places_[id].parent;
}

NodeId StateTree::next_node(NodeId id) const noexcept {
    for (; id < places_.size(); ++id)
        if (places_[id].name_bytes != is_free)
            return id;
    return no_node;
}

void StateTree::hang(NodeId id, NodeId parent) {
    Place& place = places_[id];
    place.parent = parent;
    place.previous = no_node;
    place.next = places_[parent].first_child;
    if (place.next != no_node)
        places_[place.next].previous = id;
    places_[parent].first_child = id;
}

void StateTree::unhang(NodeId id) {
    const Place& place = places_[id];
    if (place.previous == no_node)
        places_[place.parent].first_child = place.next;
    else
        places_[place.previous].next = place.next;
    if (place.next != no_node)
        places_[place.next].previous = place.previous;
}

NodeId StateTree::new_number() {
    if (first_free_ != no_node) {
        const NodeId id = first_free_;
        first_free_ = places_[id].next;
        return id;
    }
    if (places_.size() >= no_node)
        throw Error(ErrorKind::bad_input, "more than 4,294,967,294 nodes");
    places_.push_back({});
    nodes_.push_back({});
    return static_cast<NodeId>(places_.size() - 1);
}

void StateTree::free_number(NodeId id) {
    Place& place = places_[id];
    place = {};
    place.name_bytes = is_free;
    place.next = first_free_;
    first_free_ = id;
}

void StateTree::add_to_index(NodeId id) {
    ++live_;
    if (too_full(live_, capacity_))
        grow_index();
    else
        place_in_slots(id);
}

void StateTree::place_in_slots(NodeId id) {
    std::uint64_t slot = slot_of(places_[id].hash);
    while (slots_[slot] != no_node)
        slot = following(slot);
    slots_[slot] = id;
}

void StateTree::grow_index() {
    capacity_ = grown(capacity_);
    slots_.reset(); // before the new one is made: never two at a time
    slots_ = std::make_unique_for_overwrite<NodeId[]>(capacity_);
    std::fill_n(slots_.get(), capacity_, no_node);
    for (NodeId id = next_node(0); id != no_node; id = next_node(id + 1))
        place_in_slots(id);
}

void StateTree::remove_from_index(NodeId id) {
    --live_;
    std::uint64_t hole = slot_of(places_[id].hash);
    while (slots_[hole] != id)
        hole = following(hole);
    // Whoever stands behind the hole and was pushed past it moves up, so that no search ends at it.
    for (std::uint64_t slot = following(hole); slots_[slot] != no_node; slot = following(slot)) {
        const std::uint64_t wanted = slot_of(places_[slots_[slot]].hash);
        const bool stays = hole <= slot ? hole < wanted && wanted <= slot : hole < wanted || wanted <= slot;
        if (stays)
            continue;
        slots_[hole] = slots_[slot];
        hole = slot;
    }
    slots_[hole] = no_node;
}

} // namespace keeperfs::keeper
