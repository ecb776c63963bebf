#pragma once
// Which disks the commands of "disk" are about, and that no server uses them.
#include "options/s3_options.h"

#include "keeperfs/migrate/layout.h"
#include "keeperfs/recover/in_use.h"

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

struct DiskOptions {
    std::string config, old_config, to;
    std::vector<std::string> from;
    options::S3Options s3 = {};

    void add_to(CLI::App& app);
    /// `metadata_version`: of what is written on disks of type s3; nullopt: as their other files.
    /// Error(usage) where neither a configuration nor directories are named.
    keeperfs::migrate::Layout layout(std::optional<unsigned> metadata_version = std::nullopt) const;
};

/// For commands that change something.
struct StoppedServer {
    bool no_port_check = false;

    void add_to(CLI::App& app);
    /// Error(in_use) when a server runs; else none starts before the locks go.
    [[nodiscard]] keeperfs::recover::HeldLocks hold(const keeperfs::migrate::Layout& layout,
                                                    const DiskOptions& options) const;
};
