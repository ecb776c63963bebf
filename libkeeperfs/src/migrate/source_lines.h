#pragma once
#include "keeperfs/migrate/configured_layout.h"

#include <optional>
#include <string>
#include <vector>

namespace keeperfs::migrate {

/// The elements to be added to the configuration `now`: definitions of disks, as far as it lacks them, and
/// what names them as old ones. Credentials are not among them. `before`: where the disks may be defined.
/// Without one: nothing is known of it.
std::vector<std::string> source_lines(const Layout& layout, const std::vector<UnnamedSource>& sources,
                                      const std::optional<Configured>& now,
                                      const std::optional<Configured>& before);

/// Of a disk or directory, whatever it is called.
std::string identity_of(const Configured& configured, const config::StoragePlace& place);

} // namespace keeperfs::migrate
