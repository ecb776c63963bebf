#pragma once
#include "keeperfs/migrate/configured_layout.h"

#include <string>
#include <vector>

namespace keeperfs::migrate {

/// A source that a configuration does not name: for which files, and the disk by which another one knows it.
struct UnnamedSource {
    FileKind kind{};
    std::size_t place = 0;
    const config::DiskSettings* disk = nullptr; ///< null: a directory
};

/// The elements to be added to a configuration: definitions of disks, as far as it lacks them, and what names
/// them as old ones. Credentials are not among them. `now`: null: of that configuration nothing is known.
std::vector<std::string> source_lines(const Layout& layout, const std::vector<UnnamedSource>& sources,
                                      const Configured* now);

/// Of a disk or directory, whatever it is called.
std::string identity_of(const Configured& configured, const config::StoragePlace& place);

} // namespace keeperfs::migrate
