#include "keeperfs/tree/path_table.h"

#include "base/xxhash.h"

#include "keeperfs/base/error.h"

#include <algorithm>
#include <array>
#include <random>

namespace keeperfs::tree {

namespace {
// A load of 0.75 after a bulk build costs 5.3 bytes an entry; beyond 0.85 linear probing gets slow.
constexpr std::uint64_t capacity_for(std::uint64_t entries) { return entries + entries / 3 + 16; }
constexpr bool too_full(std::uint64_t used, std::uint64_t capacity) { return used * 20 >= capacity * 17; }
} // namespace

PathHash hash_path(Bytes path) noexcept {
    static const std::uint64_t key = [] {
        std::random_device random;
        return (std::uint64_t{random()} << 32) | random();
    }();
    const XXH128_hash_t h = XXH3_128bits_withSeed(path.data(), path.size(), key);
    return {h.low64, h.high64};
}

/// twice(earlier, id): the entry equals an earlier one; false ends the filling.
template <class F> void PathTable::fill(F twice) {
    if (hashes_.size() >= no_node)
        throw Error(ErrorKind::bad_input, "more than 4,294,967,294 nodes");
    capacity_ = capacity_for(hashes_.size());
    slots_.reset(); // before the new table is made: never two at a time
    slots_ = std::make_unique_for_overwrite<NodeId[]>(capacity_);
    std::fill_n(slots_.get(), capacity_, no_node);
    used_ = 0;
    // Slots are scattered over more memory than any cache holds; asking for a group of them ahead hides the
    // waiting.
    constexpr std::size_t group = 32;
    std::array<std::uint64_t, group> slots{};
    for (std::size_t base = 0; base < hashes_.size(); base += group) {
        const std::size_t n = std::min(group, hashes_.size() - base);
        for (std::size_t i = 0; i < n; ++i) {
            slots[i] = slot_of(hashes_[base + i]);
            __builtin_prefetch(&slots_[slots[i]], 1);
        }
        for (std::size_t i = 0; i < n; ++i) {
            const PathHash hash = hashes_[base + i];
            const auto id = static_cast<NodeId>(base + i);
            std::uint64_t slot = slots[i];
            while (slots_[slot] != no_node && hashes_[slots_[slot]] != hash)
                slot = slot + 1 == capacity_ ? 0 : slot + 1;
            if (slots_[slot] == no_node)
                ++used_;
            else if (!twice(slots_[slot], id))
                return;
            slots_[slot] = id;
        }
    }
}

std::optional<NodeId> PathTable::build() {
    std::optional<NodeId> second;
    fill([&](NodeId, NodeId id) {
        second = id;
        return false;
    });
    return second;
}

void PathTable::build(const std::function<void(NodeId)>& replaced) {
    fill([&](NodeId earlier, NodeId) {
        replaced(earlier);
        return true;
    });
}

NodeId PathTable::find(PathHash hash) const noexcept {
    if (capacity_ == 0)
        return no_node;
    for (std::uint64_t slot = slot_of(hash); slots_[slot] != no_node;
         slot = slot + 1 == capacity_ ? 0 : slot + 1)
        if (hashes_[slots_[slot]] == hash)
            return slots_[slot];
    return no_node;
}

NodeId PathTable::insert(PathHash hash) {
    if (capacity_ == 0 || too_full(used_ + 1, capacity_))
        rebuild(capacity_for(used_ + used_ / 2 + 64));
    const NodeId id = append(hash);
    std::uint64_t slot = slot_of(hash);
    while (slots_[slot] != no_node && hashes_[slots_[slot]] != hash)
        slot = slot + 1 == capacity_ ? 0 : slot + 1;
    if (slots_[slot] == no_node)
        ++used_;
    slots_[slot] = id;
    return id;
}

void PathTable::rebuild(std::uint64_t capacity) {
    // Only what is findable moves: of entries with the same hash the one that replaced the others.
    const auto old_slots = std::move(slots_);
    const std::uint64_t old_capacity = capacity_;
    capacity_ = capacity;
    slots_ = std::make_unique_for_overwrite<NodeId[]>(capacity_);
    std::fill_n(slots_.get(), capacity_, no_node);
    for (std::uint64_t i = 0; i < old_capacity; ++i) {
        if (old_slots[i] == no_node)
            continue;
        std::uint64_t slot = slot_of(hashes_[old_slots[i]]);
        while (slots_[slot] != no_node)
            slot = slot + 1 == capacity_ ? 0 : slot + 1;
        slots_[slot] = old_slots[i];
    }
}

} // namespace keeperfs::tree
