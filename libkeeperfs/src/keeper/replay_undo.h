#pragma once
// What it takes to undo the parts of a multi, last one first.
#include "keeper/state_tree.h"

#include <cstdint>
#include <variant>
#include <vector>

namespace keeperfs::keeper {

class UndoList {
public:
    explicit UndoList(std::uint64_t digest_sum) : digest_sum_(digest_sum) {}

    void created(NodeId id) { steps_.emplace_back(Created{id}); }
    void removed(StateTree::Taken taken) { steps_.emplace_back(std::move(taken)); }
    void updated(NodeId id, const StateNode& before) { steps_.emplace_back(Updated{id, before}); }
    void replaced_data(NodeId id, StateTree::Content before) {
        steps_.emplace_back(ReplacedData{id, std::move(before)});
    }

    std::uint64_t digest_sum() const noexcept { return digest_sum_; }
    /// returned(id) for every node that is back, leaving(id) before one goes that had been created.
    template <class Returned, class Leaving>
    void roll_back(StateTree& tree, Returned returned, Leaving leaving);

private:
    struct Created {
        NodeId id;
    };
    struct Updated {
        NodeId id;
        StateNode before;
    };
    struct ReplacedData {
        NodeId id;
        StateTree::Content before;
    };
    std::uint64_t digest_sum_;
    std::vector<std::variant<Created, StateTree::Taken, Updated, ReplacedData>> steps_;
};

template <class Returned, class Leaving>
void UndoList::roll_back(StateTree& tree, Returned returned, Leaving leaving) {
    for (; !steps_.empty(); steps_.pop_back()) {
        auto& step = steps_.back();
        if (const auto* created = std::get_if<Created>(&step)) {
            leaving(created->id);
            tree.take(created->id);
        } else if (auto* taken = std::get_if<StateTree::Taken>(&step)) {
            const NodeId id = taken->id;
            tree.put_back(std::move(*taken));
            returned(id);
        } else if (const auto* updated = std::get_if<Updated>(&step)) {
            tree.node(updated->id) = updated->before;
        } else {
            auto& replaced = std::get<ReplacedData>(step);
            tree.restore_data(replaced.id, std::move(replaced.before));
        }
    }
}

} // namespace keeperfs::keeper
