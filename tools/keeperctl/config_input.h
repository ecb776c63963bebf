#pragma once
#include "console/console.h"

#include "keeperfs/config/keeper_settings.h"
#include "keeperfs/config/load.h"

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

/// A standalone Keeper's main file.
inline constexpr const char* usual_config_file = "/etc/clickhouse-keeper/keeper_config.xml";

/// How a configuration is read: what takes the place of the server's environment.
struct ConfigReading {
    std::vector<std::string> variables; ///< NAME=VALUE
    std::string variables_file;
    bool is_strict = false;

    void add_to(CLI::App& app);
    keeperfs::config::Configuration load(const std::string& main_file) const;
};

/// The settings of the Keeper that this configuration is for; variables come from this program's environment.
keeperfs::config::KeeperSettings read_keeper_configuration(const std::string& main_file);

/// What stands behind --config among the words of an unfinished command line; `otherwise` where nothing does.
std::string config_file_among(const std::vector<std::string>& words, const std::string& otherwise);
