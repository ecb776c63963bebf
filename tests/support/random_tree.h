#pragma once
#include "support/keeper_snapshots.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace keeperfs::test {

/// The root and `count - 1` nodes below, in random order, with true numChildren and all sorts of stats.
inline std::vector<OwnedNode> random_tree(unsigned seed, std::size_t count) {
    std::mt19937 random(seed);
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    std::vector<OwnedNode> nodes{{"/", "", {}}};
    while (nodes.size() < count) {
        // Young parents make deep trees, old ones wide trees.
        const std::size_t parent = below(2) == 0
                                       ? below(nodes.size())
                                       : nodes.size() - 1 - below(std::min<std::size_t>(3, nodes.size()));
        ++nodes[parent].node.num_children;
        std::string path = nodes[parent].path == "/" ? "" : nodes[parent].path;
        path += "/" + std::string(below(12), 'n') + std::to_string(nodes.size());
        OwnedNode node{std::move(path), std::string(below(4) == 0 ? 0 : below(300), 'd'), {}};
        node.node.stat.version = static_cast<std::int32_t>(below(20));
        node.node.stat.mtime = static_cast<std::int64_t>(below(5) * 1000);
        node.node.stat.ephemeral_owner = below(3) == 0 ? static_cast<std::int64_t>(below(6)) : 0;
        node.node.acl_id = below(4);
        node.node.seq_num = below(3) == 0 ? static_cast<std::int64_t>(random() >> below(32)) : 0;
        nodes.push_back(std::move(node));
    }
    std::ranges::shuffle(nodes, random);
    return nodes;
}

} // namespace keeperfs::test
