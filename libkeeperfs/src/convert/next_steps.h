#pragma once
#include "keeperfs/convert/zookeeper_to_keeper.h"

#include <string>
#include <vector>

namespace keeperfs::convert {

/// What an administrator does with the result, in order.
std::vector<std::string> next_steps(const ZooKeeperToKeeperReport& report,
                                    const ZooKeeperToKeeperOptions& options);

} // namespace keeperfs::convert
