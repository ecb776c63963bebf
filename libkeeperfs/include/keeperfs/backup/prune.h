#pragma once
// Which backups are kept, and the removal of the others.
#include "keeperfs/backup/store.h"
#include "keeperfs/export.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace keeperfs::backup {

/// So many of each; of several in one hour, day, week or month the last one counts. Times are UTC, and weeks
/// begin on Mondays.
struct KeepRules {
    std::uint64_t last = 0, hourly = 0, daily = 0, weekly = 0, monthly = 0;
    bool keep_nothing() const noexcept {
        return last == 0 && hourly == 0 && daily == 0 && weekly == 0 && monthly == 0;
    }
};

struct DatedBackup {
    std::string id;
    std::int64_t created_ms = 0;
    bool is_good = false; ///< nothing was wrong with its source
};
struct KeptBackup {
    std::string id;
    std::int64_t created_ms = 0;
    std::vector<std::string> reasons; ///< "daily", "last-good"; empty: it goes
    bool is_kept() const noexcept { return !reasons.empty(); }
};
/// In the order given, the oldest first. The newest good one is always kept.
KEEPERFS_EXPORT std::vector<KeptBackup> choose_kept(std::span<const DatedBackup> backups,
                                                    const KeepRules& rules);

struct PrunePlan {
    std::vector<KeptBackup> backups;
    std::vector<std::string> unreadable; ///< backups whose manifest cannot be read; these stay
    std::vector<storage::Entry> objects; ///< that nothing needs then
    bool is_complete = true; ///< false: what the unreadable ones need is not known: no object goes

    KEEPERFS_EXPORT std::uint64_t removed_backups() const noexcept;
    KEEPERFS_EXPORT std::uint64_t removed_bytes() const noexcept;
};
/// Error(usage) for rules that keep nothing.
KEEPERFS_EXPORT PrunePlan plan_prune(Store& store, const KeepRules& rules);
/// Plans again under the lock and removes manifests, then objects. `agrees`: is asked with the plan before
/// anything is removed. Error(in_use) when another run writes to the store.
KEEPERFS_EXPORT PrunePlan prune(Store& store, const KeepRules& rules, bool breaks_lock,
                                const std::function<void(const PrunePlan&)>& agrees);

} // namespace keeperfs::backup
