#include "keeperfs/backup/prune.h"

#include "backup/store_lock.h"

#include <chrono>
#include <set>

namespace keeperfs::backup {

namespace {

using Days = std::chrono::sys_days;

Days day_of(std::int64_t ms) {
    return std::chrono::floor<std::chrono::days>(
        std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(ms)));
}

std::int64_t hour_number(std::int64_t ms) {
    return std::chrono::floor<std::chrono::hours>(std::chrono::milliseconds(ms)).count();
}
std::int64_t day_number(std::int64_t ms) { return day_of(ms).time_since_epoch().count(); }
std::int64_t week_number(std::int64_t ms) {
    const Days day = day_of(ms);
    const std::chrono::weekday weekday(day);
    return (day - (weekday - std::chrono::Monday)).time_since_epoch().count();
}
std::int64_t month_number(std::int64_t ms) {
    const std::chrono::year_month_day date(day_of(ms));
    constexpr std::int64_t months = 12;
    return static_cast<int>(date.year()) * months + static_cast<unsigned>(date.month());
}

struct Period {
    const char* reason;
    std::uint64_t KeepRules::*count;
    std::int64_t (*number)(std::int64_t ms); ///< of the period in which a time lies
};
constexpr Period periods[] = {{"hourly", &KeepRules::hourly, &hour_number},
                              {"daily", &KeepRules::daily, &day_number},
                              {"weekly", &KeepRules::weekly, &week_number},
                              {"monthly", &KeepRules::monthly, &month_number}};

/// The last backup of each of the latest periods that have one.
void keep_by(const Period& period, std::uint64_t count, std::vector<KeptBackup>& backups) {
    std::set<std::int64_t> seen;
    for (auto backup = backups.rbegin(); backup != backups.rend(); ++backup) {
        if (seen.size() >= count)
            return;
        if (seen.insert(period.number(backup->created_ms)).second)
            backup->reasons.emplace_back(period.reason);
    }
}

std::vector<DatedBackup> dated(const std::vector<ListedBackup>& listed) {
    std::vector<DatedBackup> backups;
    for (const ListedBackup& backup : listed)
        if (backup.manifest)
            backups.push_back({backup.id, backup.manifest->created_ms, backup.manifest->is_good()});
    std::ranges::stable_sort(backups, {}, &DatedBackup::created_ms);
    return backups;
}

} // namespace

std::vector<KeptBackup> choose_kept(std::span<const DatedBackup> backups, const KeepRules& rules) {
    std::vector<KeptBackup> kept;
    for (const DatedBackup& backup : backups)
        kept.push_back({backup.id, backup.created_ms, {}});
    for (std::size_t i = 0; i < kept.size() && i < rules.last; ++i)
        kept[kept.size() - 1 - i].reasons.emplace_back("last");
    for (const Period& period : periods)
        keep_by(period, rules.*period.count, kept);
    for (std::size_t i = backups.size(); i-- > 0;)
        if (backups[i].is_good) {
            kept[i].reasons.emplace_back("last-good");
            break;
        }
    return kept;
}

std::uint64_t PrunePlan::removed_backups() const noexcept {
    return static_cast<std::uint64_t>(
        std::ranges::count_if(backups, [](const KeptBackup& backup) { return !backup.is_kept(); }));
}
std::uint64_t PrunePlan::removed_bytes() const noexcept {
    std::uint64_t bytes = 0;
    for (const storage::Entry& object : objects)
        bytes += object.size;
    return bytes;
}

PrunePlan plan_prune(Store& store, const KeepRules& rules) {
    if (rules.keep_nothing())
        throw Error(ErrorKind::usage, "no rule says what is kept")
            .hint("Give one or several of --keep-last, --keep-hourly, --keep-daily, --keep-weekly and "
                  "--keep-monthly.");
    // Before the manifests: what a run adds meanwhile is not among them.
    std::vector<storage::Entry> objects = store.disk().list(Store::object_prefix);
    const std::vector<ListedBackup> listed = store.list();
    PrunePlan plan;
    plan.backups = choose_kept(dated(listed), rules);
    std::set<std::string> needed;
    for (const ListedBackup& backup : listed) {
        if (!backup.manifest) {
            plan.unreadable.push_back(backup.id);
            plan.is_complete = false;
            continue;
        }
        const auto choice = std::ranges::find(plan.backups, backup.id, &KeptBackup::id);
        if (choice->is_kept())
            for (const BackupFile& file : backup.manifest->files)
                needed.insert(file.object);
    }
    if (plan.is_complete)
        for (storage::Entry& object : objects)
            if (!needed.contains(object.name))
                plan.objects.push_back(std::move(object));
    return plan;
}

PrunePlan prune(Store& store, const KeepRules& rules, bool breaks_lock,
                const std::function<void(const PrunePlan&)>& agrees) {
    const StoreLock lock(store.disk(), breaks_lock);
    PrunePlan plan = plan_prune(store, rules);
    agrees(plan);
    lock.require();
    // A manifest first: a backup is listed as long as it is whole.
    for (const KeptBackup& backup : plan.backups)
        if (!backup.is_kept())
            store.remove(backup.id);
    lock.require();
    for (const storage::Entry& object : plan.objects)
        store.disk().remove(object.name);
    return plan;
}

} // namespace keeperfs::backup
