#pragma once
#include "keeperfs/probe/preflight.h"

#include <string>
#include <vector>

/// Neither a warning nor a failure.
bool is_well(const std::vector<keeperfs::probe::CheckResult>& results);

/// `verbose`: also why the checks matter that are ok.
std::string to_text(const std::vector<keeperfs::probe::CheckResult>& results, bool colored, bool verbose);
std::string to_json(const std::vector<keeperfs::probe::CheckResult>& results,
                    const keeperfs::probe::PreflightPlan& plan);
