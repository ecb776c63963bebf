#pragma once
// The parts of a plan, each a rule of its own.
#include "keeperfs/migrate/plan.h"

#include <string>

namespace keeperfs::migrate {

/// Of the finding about sources that the server's configuration does not name.
extern const char* const unnamed_source_code;

Finding finding_of(Severity severity, const char* code, std::string file, std::string message,
                   std::string hint = "");

/// Logs or snapshots: where each belongs (releases.md 4.5).
void plan_files(const Layout& layout, const Inventory& inventory, FileKind kind, Plan& plan);
/// The state file, of which the greater term counts.
void plan_state(io::FileSystem& files, const Layout& layout, Plan& plan);

/// What makes the whole unsafe.
void check_sources(const Layout& layout, Plan& plan);
void check_targets(io::FileSystem& files, const Layout& layout, Plan& plan);
void check_first_indices(const Layout& layout, const Inventory& inventory, Plan& plan);
/// Reads all copies of what lies in several places.
void check_copies(const Layout& layout, const Inventory& inventory, Plan& plan, io::Meter* meter);

} // namespace keeperfs::migrate
