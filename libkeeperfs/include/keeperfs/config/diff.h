#pragma once
// What differs between two configurations: of two nodes, or before and after an edit.
#include "keeperfs/config/configuration.h"
#include "keeperfs/export.h"

#include <optional>
#include <string>
#include <vector>

namespace keeperfs::config {

struct Difference {
    std::string key;
    std::optional<Value> before, after; ///< one may be missing, not both
};

/// By key, so lists are compared position by position: what is gone or differs in the order of `before`, then
/// what is new. Where a value comes from is no difference.
KEEPERFS_EXPORT std::vector<Difference> differences(const Configuration& before, const Configuration& after);

} // namespace keeperfs::config
