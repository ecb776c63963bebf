#pragma once
#include "console/console.h"

#include "keeperfs/convert/keeper_to_zookeeper.h"

#include <string>

std::string to_text(const keeperfs::convert::KeeperToZooKeeperReport& report,
                    const console::ConsoleOptions& console);
