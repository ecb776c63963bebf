#pragma once
#include "keeperfs/config/configuration.h"

#include <string>

/// A server's configuration as one that is started here would read it, with the variables of this process.
/// Error(bad_input) where a server would not start, with file and line.
keeperfs::config::Configuration read_server_configuration(const std::string& main_file);
