#pragma once
// Everything that can be found in a configuration.
#include "keeperfs/base/finding.h"
#include "keeperfs/config/configuration.h"
#include "keeperfs/export.h"

#include <span>
#include <string>
#include <string_view>

namespace keeperfs::config {

struct FindingKind {
    std::string_view code;
    Severity severity;
    std::string_view meaning;
};
/// In order of codes.
KEEPERFS_EXPORT std::span<const FindingKind> finding_kinds() noexcept;
/// Error(defect) for a code that is none.
KEEPERFS_EXPORT const FindingKind& finding_kind(std::string_view code);
/// The severity is the table's.
KEEPERFS_EXPORT Finding make_finding(std::string_view code, const Origin& origin, std::string message,
                                     std::string hint = "");

} // namespace keeperfs::config
