#pragma once
#include "console/console.h"
#include "options/snapshot_format_options.h"

#include "keeperfs/convert/zookeeper_to_keeper.h"

#include <CLI/CLI.hpp>

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
    options::SnapshotFormatOptions format_;
    std::string until_zxid_, until_time_, memory_limit_;
    std::string sessions_ = "keep", special_nodes_ = "auto", acl_policy_ = "keep", digest_charset_ = "auto";
    std::vector<std::string> acl_map_;
};
