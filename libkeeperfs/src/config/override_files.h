#pragma once
#include "config/reading.h"

#include <filesystem>
#include <string>
#include <vector>

namespace keeperfs::config {

/// The files that a server merges into the main file, in its order; those that only seem to be some are noted
/// as ignored (getConfigMergeFiles of ConfigProcessor.cpp).
std::vector<std::string> override_files(Reading& reading, const std::filesystem::path& main_file);

} // namespace keeperfs::config
