#pragma once
// What the start of a server does that differs between releases: keeper-files 8.1, releases 4.4 to 4.6,
// keeper-behaviour 1 to 3.
#include "keeperfs/inspect/start_verdict.h"
#include "keeperfs/keeper/releases.h"
#include "keeperfs/keeper/request.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace keeperfs::inspect {

/// The newest snapshot does not load.
enum class OnBadSnapshot : std::uint8_t {
    delete_and_try_older, ///< to 24.2; observed
    abort,                ///< 24.3 to 25.12
    refuse,               ///< 26.1 on
};
/// The first changelog begins behind the record that is wanted.
enum class OnMissingHead : std::uint8_t { delete_all, detach_all, refuse };
/// A changelog does not go on where the one before ended.
enum class OnHole : std::uint8_t {
    unnoticed, ///< to 23.10: the process dies of the digest, or of an exception; observed
    detach_the_rest,
    refuse, ///< 26.1 on; a hole below the snapshot detaches what is before it
};
/// A record cannot be read.
enum class OnBadRecord : std::uint8_t {
    delete_file_and_rest, ///< to 23.10, with the good records of the file; observed
    keep_prefix,          ///< what follows is read only if it goes on
};

struct EraRules {
    std::string_view name;
    keeper::Release first, last;
    Knowledge known;
    OnBadSnapshot bad_snapshot;
    OnMissingHead missing_head;
    /// A single missing record in front passes unnoticed (to 25.12; keeper-files 8.1 step 3).
    bool has_head_slack;
    OnHole hole;
    OnBadRecord bad_record;
    /// A changelog with fewer records than its name says ends the reading, and the later ones are deleted.
    bool stops_at_short_file;
    /// Any other name in the log directory ends the start; also tmp_changelog_* counts as a changelog.
    bool refuses_foreign_logs;
    /// `tmp_X` condemns X: from 23.7 on (releases 4.4). Before, it is the body of an unfinished file.
    bool has_markers;
};

/// Of the era of this release; the nearest one for releases that are not known.
const EraRules& rules_of_era(keeper::Release release);
/// The first release that knows an operation; nullopt: all do.
std::optional<keeper::Release> first_release_with(keeper::OpNum op);

inline constexpr keeper::Release first_with_64bit_xids{24, 10};
/// Before it, replaying "auth" behind the snapshot stops on the digest (keeper-behaviour 7.3).
inline constexpr keeper::Release first_with_right_auth_replay{23, 4};
/// Before it there is no digest in the log.
inline constexpr keeper::Release first_with_digests{22, 7};
/// From it on a snapshot without a root, or with a node without a parent, is refused (keeper-files 2.4).
inline constexpr keeper::Release first_that_checks_parents{26, 1};

} // namespace keeperfs::inspect
