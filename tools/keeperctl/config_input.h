#pragma once
#include "console/console.h"

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
