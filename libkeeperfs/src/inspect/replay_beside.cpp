#include "inspect/replay_beside.h"

#include "keeperfs/base/error.h"
#include "keeperfs/keeper/replay_directory.h"
#include "keeperfs/storage/disk.h"

#include <chrono>

namespace keeperfs::inspect {

void ReplayBeside::begin(io::FileSystem& files, const DataPlaces& places,
                         std::shared_ptr<keeper::LookAhead> ahead) {
    outcome_ = std::async(std::launch::async, [this, &files, places, ahead = std::move(ahead)] {
        return replay(files, places, ahead);
    });
}

ReplayBeside::Outcome ReplayBeside::finish(io::Meter* meter) {
    if (!outcome_.valid())
        return {};
    while (outcome_.wait_for(std::chrono::milliseconds(100)) == std::future_status::timeout)
        if (meter != nullptr && meter_.stage() != nullptr) {
            meter->start(meter_.stage(), meter_.total());
            meter->add(meter_.done());
        }
    return outcome_.get();
}

ReplayBeside::Outcome ReplayBeside::replay(io::FileSystem& files, const DataPlaces& places,
                                           std::shared_ptr<keeper::LookAhead> ahead) {
    try {
        const auto logs = storage::local_disk(places.log_dir, files);
        const auto snapshots = places.snapshot_dir.empty() ? storage::memory_disk()
                                                           : storage::local_disk(places.snapshot_dir, files);
        keeper::ReplayPlan plan;
        plan.memory = keeper::ReplayMemory::touched_nodes;
        plan.looked_ahead = std::move(ahead);
        plan.observer = [this](const keeper::ReplayStep&) { return !is_given_up_; };
        const keeper::ReplayedDirectory replayed = keeper::replay_directory(*snapshots, *logs, plan, &meter_);
        return {replayed.report.applied, replayed.replay.digests_compared(),
                replayed.replay.first_disagreement()};
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::bad_input)
            throw;
        return {};
    }
}

} // namespace keeperfs::inspect
