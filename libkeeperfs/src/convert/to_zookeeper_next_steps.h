#pragma once
#include "keeperfs/convert/keeper_to_zookeeper.h"

#include <string>
#include <vector>

namespace keeperfs::convert {

/// What an administrator does with the result, in order.
std::vector<std::string> next_steps(const KeeperToZooKeeperReport& report,
                                    const KeeperToZooKeeperOptions& options);

} // namespace keeperfs::convert
