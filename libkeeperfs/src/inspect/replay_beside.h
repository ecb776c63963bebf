#pragma once
#include "keeper/look_ahead.h"

#include "keeperfs/inspect/data_places.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/keeper/replay.h"

#include <atomic>
#include <cstdint>
#include <future>
#include <memory>
#include <optional>

namespace keeperfs::inspect {

/// The log over the newest snapshot, applied on a thread of its own.
class ReplayBeside {
public:
    struct Outcome {
        std::uint64_t applied = 0, compared = 0;
        std::optional<keeper::DigestDisagreement> disagreement = {};
    };
    ~ReplayBeside() { is_given_up_ = true; }

    void begin(io::FileSystem& files, const DataPlaces& places, std::shared_ptr<keeper::LookAhead> ahead);
    /// Waits, and shows on the meter how far it is. Nothing was applied where the files are damaged: scans
    /// say so.
    Outcome finish(io::Meter* meter);

private:
    io::Meter meter_;
    std::atomic<bool> is_given_up_ = false;
    std::future<Outcome> outcome_; ///< last: its thread uses the others

    Outcome replay(io::FileSystem& files, const DataPlaces& places, std::shared_ptr<keeper::LookAhead> ahead);
};

} // namespace keeperfs::inspect
