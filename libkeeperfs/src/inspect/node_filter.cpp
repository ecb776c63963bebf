#include "keeperfs/inspect/node_filter.h"

namespace keeperfs::inspect {

bool NodeFilter::accepts(const keeper::SnapshotNode& node) const noexcept {
    const tree::Stat& stat = node.stat;
    const auto matches = [&](const PathGlob& glob) { return glob.matches(node.path); };
    return (!is_ephemeral || node.is_ephemeral() == *is_ephemeral) &&
           (!owner || stat.ephemeral_owner == *owner) && (!least_data || node.data.size() >= *least_data) &&
           (!most_data || node.data.size() <= *most_data) && (!zxid_from || stat.mzxid >= *zxid_from) &&
           (!zxid_to || stat.mzxid <= *zxid_to) && (!changed_since_ms || stat.mtime >= *changed_since_ms) &&
           (!changed_before_ms || stat.mtime < *changed_before_ms) &&
           (paths.empty() || std::ranges::any_of(paths, matches));
}

} // namespace keeperfs::inspect
