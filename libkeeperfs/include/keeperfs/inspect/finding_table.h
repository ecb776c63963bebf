#pragma once
// Everything that fsck can find.
#include "keeperfs/base/finding.h"
#include "keeperfs/export.h"
#include "keeperfs/inspect/log_image.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace keeperfs::inspect {

struct FindingKind {
    std::string_view code;
    Severity severity;
    bool is_repairable; ///< a corrected copy is without it
    std::string_view meaning;
};
/// In order of codes. What SnapshotVerifier finds keeps its own codes and is not among them.
KEEPERFS_EXPORT std::span<const FindingKind> finding_kinds() noexcept;
/// Error(defect) for a code that is none.
KEEPERFS_EXPORT const FindingKind& finding_kind(std::string_view code);

struct FsckFinding {
    Finding finding;
    std::optional<IndexRange> indices;
    bool is_repairable = false;
};
/// Severity and repairability are the table's.
KEEPERFS_EXPORT FsckFinding make_finding(std::string_view code, std::string file, std::string message,
                                         std::string hint = "");

} // namespace keeperfs::inspect
