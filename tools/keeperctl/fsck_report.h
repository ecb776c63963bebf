#pragma once
#include "keeperfs/inspect/fsck.h"
#include "keeperfs/inspect/lost_changes.h"
#include "keeperfs/inspect/repair.h"
#include "keeperfs/inspect/zookeeper_check.h"

#include <optional>
#include <string>
#include <vector>

/// All that fsck has to say.
struct FsckAnswer {
    keeperfs::inspect::FsckReport report;
    std::optional<keeperfs::inspect::RepairPlan> plan; ///< nullopt: nothing can be reached
    keeperfs::inspect::LostChanges lost;               ///< of the plan
    std::optional<keeperfs::inspect::RepairProof> proof;
    std::string repaired_to;        ///< with `proof`
    std::vector<std::string> where; ///< the arguments that name the directories, for the next command
};

struct ReportStyle {
    bool colored = false, verbose = false;
};

std::string to_text(const FsckAnswer& answer, const ReportStyle& style);
std::string to_json(const FsckAnswer& answer);
std::string to_text(const keeperfs::inspect::ZookeeperCheck& check, const ReportStyle& style);
std::string to_json(const keeperfs::inspect::ZookeeperCheck& check);
