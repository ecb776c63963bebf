#pragma once
#include "console/console.h"

#include "keeperfs/convert/zookeeper_to_keeper.h"

#include <CLI/CLI.hpp>

#include <optional>
#include <string>
#include <vector>

/// The command line of keeper-converter, as it was typed and as it is meant.
class Options {
public:
    void add_to(CLI::App& app);
    /// Throws keeperfs::Error(usage) for values that cannot be meant.
    keeperfs::convert::ZooKeeperToKeeperOptions conversion() const;

    console::ConsoleOptions console;
    std::string report_file;

private:
    keeperfs::convert::ZooKeeperToKeeperOptions conversion_;
    std::string for_keeper_, codec_ = "zstd", until_zxid_, until_time_, memory_limit_;
    std::string sessions_ = "keep", special_nodes_ = "auto", acl_policy_ = "keep", digest_charset_ = "auto";
    std::optional<int> snapshot_version_, digest_version_;
    std::vector<std::string> acl_map_;

    void choose_versions(keeperfs::convert::ZooKeeperToKeeperOptions& options) const;
};
