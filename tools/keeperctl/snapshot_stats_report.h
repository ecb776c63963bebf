#pragma once
// What `snapshot stats` prints.
#include "keeperfs/inspect/snapshot_stats.h"

#include <cstdint>
#include <string>
#include <vector>

struct StatsAnswer {
    std::string file;
    std::uint64_t file_bytes = 0;
    keeperfs::inspect::SnapshotStats stats;
    std::size_t top = 0;        ///< length of lists for people
    bool only_counters = false; ///< --seq
};

std::string stats_text(const StatsAnswer& answer, bool colored);
std::string stats_json(const StatsAnswer& answer);
/// Sentences: what is wrong, and what to do.
std::vector<std::string> stats_next_steps(const StatsAnswer& answer);
