#pragma once
#include "keeperfs/compare/diff.h"

#include <cstddef>
#include <string>
#include <vector>

/// What `keeperctl diff` says.
struct DiffAnswer {
    const keeperfs::compare::Side& a;
    const keeperfs::compare::Side& b;
    const keeperfs::compare::DiffReport& report;
    const std::vector<keeperfs::compare::Difference>& shown; ///< as many as were asked for
    std::size_t most_sessions_shown;
};

std::string to_text(const DiffAnswer& answer, bool colored);
std::string to_json(const DiffAnswer& answer);
/// One line, for each node that differs.
std::string to_json_line(const keeperfs::compare::Difference& difference);
/// One line, behind the others.
std::string summary_json_line(const DiffAnswer& answer);
