#pragma once
#include "keeperfs/recover/survivors.h"

#include <optional>
#include <string>
#include <vector>

/// What the records do in which a survivor and the best one differ.
struct DifferingChanges {
    std::optional<keeperfs::inspect::LostChanges> lacks, beyond;
};

struct SurvivorsAnswer {
    keeperfs::recover::Survivors survivors;
    std::vector<DifferingChanges> changes; ///< of each survivor; empty: not asked for
    std::optional<keeperfs::inspect::LostChanges> together;
    std::vector<std::string> where; ///< the arguments that name the directories, for the next command
};

std::string to_text(const SurvivorsAnswer& answer, bool colored, bool verbose);
std::string to_json(const SurvivorsAnswer& answer);
