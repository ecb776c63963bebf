#pragma once
// A server's configuration files as a backup keeps them.
#include "keeperfs/backup/create.h"
#include "keeperfs/config/configuration.h"
#include "keeperfs/export.h"
#include "keeperfs/io/filesystem.h"

#include <string>
#include <vector>

namespace keeperfs::backup {

inline constexpr const char* secret_marker = "secret-replaced-by-keeperctl-backup";

struct StoredConfiguration {
    std::vector<ConfigContent> files;          ///< named after their paths, with %2F for a slash
    std::vector<std::string> replaced_secrets; ///< keys
    std::vector<std::string> left_out;         ///< paths of files in which a secret's text could not be found
};

/// The files that were read, as they are; without `keeps_secrets` the marker stands for each value that is
/// one. A file in which a secret is written so that it cannot be found is left out.
KEEPERFS_EXPORT StoredConfiguration stored_configuration(io::FileSystem& files,
                                                         const config::Configuration& configuration,
                                                         bool keeps_secrets);

} // namespace keeperfs::backup
