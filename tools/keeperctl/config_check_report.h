#pragma once
#include "keeperfs/config/check.h"
#include "keeperfs/config/keeper_settings.h"

#include <optional>
#include <string>
#include <vector>

/// The configuration of one node, and what is wrong with it.
struct CheckedNode {
    keeperfs::config::Configuration configuration;
    keeperfs::config::KeeperSettings settings;
    std::string main_file;
    std::vector<keeperfs::config::ConfigFinding> findings;
};

struct ConfigCheckAnswer {
    std::vector<CheckedNode> nodes;
    std::vector<keeperfs::config::ConfigFinding> between_nodes;
    std::optional<keeperfs::keeper::Release> release; ///< that was asked about

    /// Nothing but notes.
    bool is_clean() const;
};

std::string to_text(const ConfigCheckAnswer& answer, bool colored, bool verbose);
std::string to_json(const ConfigCheckAnswer& answer);
