#include "keeperfs/inspect/refused_requests.h"

#include "keeperfs/keeper/replay_directory.h"

#include <algorithm>

namespace keeperfs::inspect {

bool RefusedRequests::contains(std::uint64_t index, std::uint64_t term) const noexcept {
    return std::binary_search(places.begin(), places.end(), Place{index, term});
}

RefusedRequests find_refused_requests(storage::Disk& snapshots, storage::Disk& logs) {
    RefusedRequests refused;
    keeper::ReplayPlan plan;
    plan.start = keeper::ReplayStart::oldest;
    plan.memory = keeper::ReplayMemory::touched_nodes;
    plan.stops_at_disagreement = false;
    plan.observer = [&](const keeper::ReplayStep& step) {
        if (step.outcome != nullptr && step.outcome->code != keeper::ReplyCode::ok)
            refused.places.push_back({step.record->index, step.record->term});
        return true;
    };
    const keeper::ReplayedDirectory replayed = keeper::replay_directory(snapshots, logs, plan);
    refused.known_behind = replayed.report.start_index;
    if (replayed.report.stop != keeper::ReplayStop::end)
        refused.known_to = replayed.replay.last_index();
    return refused;
}

} // namespace keeperfs::inspect
