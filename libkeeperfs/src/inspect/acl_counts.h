#pragma once
#include "keeperfs/inspect/snapshot_stats.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace keeperfs::inspect {

/// How many znodes name each entry of the ACL map. Ids that the map lacks are counted together, so that a
/// damaged file cannot make one entry a node.
class AclCounts {
public:
    void add(const keeper::SnapshotReader& reader, std::uint64_t id) {
        if (id == 0) {
            ++open_;
            return;
        }
        learn(reader.acls());
        const auto found = place_of_.find(id);
        if (found != place_of_.end())
            ++nodes_[found->second];
        else
            add_unknown(id);
    }
    void fill(SnapshotStats& stats, const std::vector<keeper::AclMapEntry>& acls) {
        learn(acls);
        for (std::size_t i = 0; i < acls.size(); ++i)
            stats.acls.push_back({acls[i], nodes_[i]});
        stats.open_nodes = open_;
        stats.unknown_acl_nodes = unknown_;
        stats.unknown_acl_ids = unknown_ids_;
    }

private:
    static constexpr std::size_t most_unknown_ids = 10;
    std::unordered_map<std::uint64_t, std::size_t> place_of_;
    std::vector<std::uint64_t> nodes_; ///< beside the map's entries
    std::uint64_t open_ = 0, unknown_ = 0;
    std::vector<std::uint64_t> unknown_ids_;

    /// The list of a version 0 snapshot grows from node to node.
    void learn(const std::vector<keeper::AclMapEntry>& acls) {
        for (; nodes_.size() < acls.size(); nodes_.push_back(0))
            place_of_.emplace(acls[nodes_.size()].id, nodes_.size());
    }
    void add_unknown(std::uint64_t id) {
        ++unknown_;
        if (unknown_ids_.size() < most_unknown_ids && std::ranges::count(unknown_ids_, id) == 0)
            unknown_ids_.push_back(id);
    }
};

} // namespace keeperfs::inspect
