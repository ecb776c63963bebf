#include "config_input.h"

#include "keeperfs/config/load.h"

#include <cstdlib>

keeperfs::config::Configuration read_server_configuration(const std::string& main_file) {
    keeperfs::config::LoadOptions options;
    options.environment = [](const std::string& name) -> std::optional<std::string> {
        const char* const value = std::getenv(name.c_str());
        return value == nullptr ? std::nullopt : std::optional<std::string>(value);
    };
    return keeperfs::config::load_configuration(main_file, options);
}
