#pragma once
#include "keeperfs/backup/restore.h"

#include <string>

std::string to_text(const keeperfs::backup::RestoreReport& report, bool colored);
std::string to_json(const keeperfs::backup::RestoreReport& report);
std::string to_text(const keeperfs::backup::RestoredPaths& restored, bool colored);
std::string to_json(const keeperfs::backup::RestoredPaths& restored);
