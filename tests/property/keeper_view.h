#pragma once
// What a Keeper snapshot must hold for a tree of ZooKeeper, and what one does hold, in a form that compares.
#include "property/model.h"
#include "support/keeper_snapshots.h"

#include "keeperfs/convert/zookeeper_to_keeper.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::property {

struct KeeperNode {
    std::string data;
    tree::AclList acl;
    tree::Stat stat;
    std::int32_t children = 0;
    std::int64_t sequence = 0;
    std::optional<std::int64_t> ttl_ms;
    bool operator==(const KeeperNode&) const = default;
};

struct KeeperView {
    std::int64_t zxid = 0;
    std::map<std::string, KeeperNode> nodes;
    std::map<std::int64_t, std::int64_t> sessions;
};

KeeperView expected_view(const Model& model, const convert::ZooKeeperToKeeperOptions& options);
KeeperView view_of(const test::WholeSnapshot& snapshot);
/// One line for each; empty when both are the same.
std::vector<std::string> differences(const KeeperView& expected, const KeeperView& found);

} // namespace keeperfs::property
