#pragma once
// Which disks the commands of "disk" are about, and that no server uses them.
#include "options/s3_options.h"

#include "keeperfs/migrate/layout.h"
#include "keeperfs/recover/in_use.h"

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
    /// Error(usage) where neither a configuration nor directories are named.
    keeperfs::migrate::Layout layout() const;
};

/// For commands that change something.
struct StoppedServer {
    bool no_port_check = false;

    void add_to(CLI::App& app);
    /// Error(in_use) when a server runs; else none starts before the locks go.
    [[nodiscard]] keeperfs::recover::HeldLocks hold(const keeperfs::migrate::Layout& layout,
                                                    const DiskOptions& options) const;
};
