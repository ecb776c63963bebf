#pragma once
#include "text_report.h"

#include "keeperfs/probe/ensemble_verdict.h"

/// The verdict, a row for each server in two tables, the findings.
void add_status(TextReport& out, std::span<const keeperfs::probe::ServerView> ensemble,
                const keeperfs::probe::EnsembleVerdict& verdict);
