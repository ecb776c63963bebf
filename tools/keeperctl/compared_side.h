#pragma once
// The options that say which trees `keeperctl diff` and `keeperctl hash` read.
#include "keeperfs/compare/side.h"
#include "keeperfs/storage/disk_files.h"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace CLI {
class App;
}

/// How a ZooKeeper's files are taken, as for a conversion.
struct SourceRules {
    bool allow_fuzzy = false, allow_gap = false;

    void add_to(CLI::App& app);
};

/// One tree: a positional argument, and options of which there may be one for each tree.
struct ComparedSide {
    std::string suffix; ///< of the options, "a" for --at-index-a; empty: none
    std::string place = {}, log_dir = {};
    std::optional<std::uint64_t> at_index = {};
    /// With the disks of a configuration as directories; the sides that are open read by it.
    std::shared_ptr<keeperfs::io::VirtualFiles> files =
        std::make_shared<keeperfs::io::VirtualFiles>(keeperfs::io::FileSystem::system());

    void add_to(CLI::App& app, const char* argument);
    std::unique_ptr<keeperfs::compare::Side> open(const SourceRules& rules, keeperfs::io::Meter& meter) const;
};

/// Throws Error(usage) that names the nearest one.
keeperfs::compare::Field field_of(const char* option, std::string_view name,
                                  std::initializer_list<std::string_view> others = {});
