#pragma once
#include <string>
#include <vector>

namespace keeperfs::backup {

/// Where a server's files lie; of several directories the first is the one that it goes on writing.
struct SourcePlaces {
    std::vector<std::string> log_dirs, snapshot_dirs;
    std::string state_file; ///< empty: there is none
};

} // namespace keeperfs::backup
