#pragma once
// Everything that can be found of a running ensemble.
#include "keeperfs/base/finding.h"
#include "keeperfs/export.h"

#include <span>
#include <string>
#include <string_view>

namespace keeperfs::probe {

struct EnsembleFindingKind {
    std::string_view code; ///< quorum.*: clients cannot use the ensemble
    Severity severity;
    std::string_view meaning;
};
/// In order of codes.
KEEPERFS_EXPORT std::span<const EnsembleFindingKind> ensemble_finding_kinds() noexcept;
/// Error(defect) for a code that is none.
KEEPERFS_EXPORT const EnsembleFindingKind& ensemble_finding_kind(std::string_view code);

struct EnsembleFinding {
    Severity severity = Severity::note; ///< the table's
    std::string code;
    std::string host;    ///< of the server; empty: it is about the ensemble
    std::string message; ///< one sentence, without the host
    std::string hint;    ///< what to do; may be empty
};
KEEPERFS_EXPORT EnsembleFinding make_ensemble_finding(std::string_view code, std::string host,
                                                      std::string message, std::string hint = "");

} // namespace keeperfs::probe
