#pragma once
#include "keeperfs/inspect/node_filter.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

/// The conditions on nodes, as they were typed.
struct FilterOptions {
    std::vector<std::string> paths;
    bool ephemeral = false, no_ephemeral = false;
    std::string owner, min_size, max_size, since, until, zxid;

    void add_to(CLI::App& app);
    /// Throws Error(usage) for a value that cannot be meant.
    keeperfs::inspect::NodeFilter filter() const;
};
