#include "convert/parents_first.h"

#include "keeperfs/base/error.h"

#include <algorithm>
#include <utility>

namespace keeperfs::convert {

Turns::Turns(const TreeIndex::Parents& parents) : nodes_(parents.size()) {
    constexpr tree::NodeId root_has_none = TreeIndex::root_has_none;
    const auto comes_late = [&](std::size_t id) { return parents[id] != root_has_none && parents[id] > id; };
    std::size_t first = 0;
    while (first < parents.size() && !comes_late(first))
        ++first;
    if (first == parents.size())
        return;
    constexpr std::uint16_t unknown = UINT16_MAX;
    for (std::size_t id = 0; id < parents.size(); ++id)
        turns_.push_back(unknown);
    std::vector<tree::NodeId> ancestors;
    for (std::size_t id = 0; id < parents.size(); ++id) {
        auto at = static_cast<tree::NodeId>(id);
        for (; turns_[at] == unknown && parents[at] != root_has_none; at = parents[at])
            ancestors.push_back(at);
        if (turns_[at] == unknown)
            turns_[at] = 0;
        for (; !ancestors.empty(); ancestors.pop_back()) {
            const tree::NodeId below = ancestors.back();
            const unsigned turn = turns_[parents[below]] + (parents[below] > below ? 1U : 0U);
            if (turn == unknown)
                throw Error(ErrorKind::bad_input,
                            "the nodes are in an order in which no server writes them: more than 65,000 of "
                            "one path stand before their parents");
            turns_[below] = static_cast<std::uint16_t>(turn);
            last_ = std::max(last_, turns_[below]);
        }
    }
}

ParentsFirst::ParentsFirst(KeeperTree& tree, const Turns& turns,
                           std::function<bool(const keeper::SnapshotNode&)> belongs,
                           std::uint64_t most_held_bytes, const char* stage)
    : tree_(tree), turns_(turns), belongs_(std::move(belongs)), most_held_bytes_(most_held_bytes),
      stage_(stage) {
    begin(0);
}

void ParentsFirst::begin(unsigned turn) {
    turn_ = turn;
    ++readings_;
    held_.clear();
    held_.resize(turns_.last() - turn);
    held_bytes_ = 0;
    next_id_ = 0;
    draining_ = drained_ = 0;
    reading_ = true;
    tree_.begin(stage_);
}

bool ParentsFirst::next(Numbered& out) {
    for (;;) {
        if (reading_ && read_on(out))
            return true;
        reading_ = false;
        if (drain(out))
            return true;
        const unsigned done = turn_ + static_cast<unsigned>(held_.size());
        if (done == turns_.last())
            return false;
        begin(done + 1);
    }
}

bool ParentsFirst::read_on(Numbered& out) {
    while (tree_.next(out.node)) {
        if (!belongs_(out.node))
            continue;
        if (next_id_ == turns_.nodes())
            throw Error(ErrorKind::bad_input, "the file changed while it was read");
        out.id = static_cast<tree::NodeId>(next_id_++);
        const unsigned turn = turns_.of(out.id);
        if (turn == turn_)
            return true;
        if (turn > turn_ && turn - turn_ <= held_.size())
            hold(turn - turn_ - 1, out);
    }
    return false;
}

/// Of what does not fit the latest turns are let go.
void ParentsFirst::hold(unsigned place, const Numbered& node) {
    Held& held = held_[place];
    held_bytes_ -= held.size();
    held.places.push_back(held.bytes.size());
    held.nodes.push_back(node);
    held.bytes += as_text(node.node.path);
    held.bytes += as_text(node.node.data);
    held_bytes_ += held.size();
    while (held_bytes_ > most_held_bytes_) {
        held_bytes_ -= held_.back().size();
        held_.pop_back();
    }
}

bool ParentsFirst::drain(Numbered& out) {
    for (; draining_ < held_.size(); ++draining_, drained_ = 0) {
        const Held& held = held_[draining_];
        if (drained_ == held.nodes.size())
            continue;
        out = held.nodes[drained_];
        const Bytes bytes = as_bytes(held.bytes).subspan(held.places[drained_]);
        out.node.data = bytes.subspan(out.node.path.size(), out.node.data.size());
        out.node.path = bytes.first(out.node.path.size());
        ++drained_;
        return true;
    }
    return false;
}

} // namespace keeperfs::convert
