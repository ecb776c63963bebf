#include "inspect/owner_counts.h"

#include <algorithm>
#include <utility>

namespace keeperfs::inspect {

namespace {

std::vector<std::int64_t> sorted(tree::ChunkedVector<std::int64_t> owners) {
    std::vector<std::int64_t> all;
    all.reserve(owners.size());
    for (std::size_t i = 0; i < owners.size(); ++i)
        all.push_back(owners[i]);
    std::ranges::sort(all);
    return all;
}

void keep_greatest(std::vector<OrphanOwner>& owners, std::size_t top) {
    std::ranges::sort(owners, [](const OrphanOwner& a, const OrphanOwner& b) {
        return a.ephemerals != b.ephemerals ? a.ephemerals > b.ephemerals : a.owner < b.owner;
    });
    owners.resize(std::min(owners.size(), top));
}

} // namespace

void OwnerCounts::fill(SnapshotStats& stats, const std::vector<tree::Session>& sessions, std::size_t top) {
    const std::vector<std::int64_t> owners = sorted(std::exchange(owners_, {}));
    for (const tree::Session& session : sessions)
        stats.sessions.push_back({session, 0});
    std::ranges::sort(stats.sessions, {}, [](const SessionUse& use) { return use.session.id; });

    for (auto from = owners.begin(); from != owners.end();) {
        const auto to = std::upper_bound(from, owners.end(), *from);
        const auto count = static_cast<std::uint64_t>(to - from);
        const auto use = std::ranges::lower_bound(stats.sessions, *from, {},
                                                  [](const SessionUse& each) { return each.session.id; });
        if (use != stats.sessions.end() && use->session.id == *from) {
            use->ephemerals = count;
        } else {
            stats.orphans += count;
            stats.orphan_owners.push_back({*from, count});
            if (stats.orphan_owners.size() >= 2 * top + 1024) // not one entry for each in a damaged file
                keep_greatest(stats.orphan_owners, top);
        }
        from = to;
    }
    keep_greatest(stats.orphan_owners, top);
    std::ranges::stable_sort(stats.sessions, std::ranges::greater{}, &SessionUse::ephemerals);
}

} // namespace keeperfs::inspect
