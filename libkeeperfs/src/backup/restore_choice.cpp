#include "backup/uploaded_snapshot.h"

#include "keeperfs/backup/restore.h"
#include "keeperfs/base/text.h"

#include <fmt/format.h>

namespace keeperfs::backup {

namespace {

bool reaches(const Manifest& manifest, const RestorePoint& point) {
    if (point.index)
        return manifest.last_index >= *point.index;
    if (point.zxid)
        return manifest.zxid >= *point.zxid;
    // Clocks of servers are not this machine's; what is a little later is in the next one at the latest.
    return !point.time_ms || manifest.created_ms >= *point.time_ms;
}

/// Whether it holds a snapshot at or before the point, or the log from its beginning.
bool begins_before(const Manifest& manifest, const RestorePoint& point) {
    return std::ranges::any_of(manifest.files, [&](const BackupFile& file) {
        if (file.kind == FileKind::log)
            return file.first_index == 1;
        if (file.kind != FileKind::snapshot)
            return false;
        return point.index ? file.last_index <= *point.index : point.zxid ? file.zxid <= *point.zxid : false;
    });
}

/// Whether two backups are of one history: of the same files of one machine, or with a content in common that
/// no other history has.
bool are_of_one_history(const Manifest& one, const Manifest& other) {
    if (one.host == other.host && one.log_dirs == other.log_dirs && one.snapshot_dirs == other.snapshot_dirs)
        return true;
    const auto has_records = [](const BackupFile& file) {
        return file.kind == FileKind::log || file.kind == FileKind::snapshot;
    };
    return std::ranges::any_of(one.files, [&](const BackupFile& file) {
        return has_records(file) && std::ranges::any_of(other.files, [&](const BackupFile& same) {
                   return has_records(same) && same.content_id == file.content_id;
               });
    });
}

std::string point_text(const RestorePoint& point) {
    return point.index  ? fmt::format("record {}", *point.index)
           : point.zxid ? fmt::format("transaction {}", hex(*point.zxid))
                        : time_text(point.time_ms.value_or(0));
}

Error no_backup(Store& store, std::string what) {
    return Error(ErrorKind::bad_input, std::move(what))
        .file(store.disk().place(""))
        .hint("keeperctl backup list shows what there is.");
}

/// The place of the one that is restored, in `listed`.
std::size_t newest_of(Store& store, const std::vector<ListedBackup>& listed, const RestoreWish& wish) {
    for (std::size_t i = 0; i < listed.size(); ++i) {
        if (!wish.id.empty() && listed[i].id == wish.id) {
            if (!listed[i].manifest)
                throw *listed[i].problem;
            return i;
        }
        if (wish.id.empty() && wish.point.is_given() && listed[i].manifest &&
            reaches(*listed[i].manifest, wish.point))
            return i;
    }
    if (!wish.id.empty())
        throw no_backup(store, fmt::format("there is no backup {}", escaped(wish.id)));
    // A time that is later than the last backup is that of its end.
    if (wish.point.index || wish.point.zxid)
        throw no_backup(store, fmt::format("no backup reaches {}", point_text(wish.point)));
    if (listed.empty())
        throw no_backup(store, "there is no backup here");
    // An older one instead would be a loss that nobody asked for.
    if (!listed.back().manifest)
        throw *listed.back().problem;
    return listed.size() - 1;
}

} // namespace

RestoreChoice choose_backups(Store& store, const RestoreWish& wish) {
    const std::vector<ListedBackup> listed = store.list();
    if (listed.empty())
        if (auto uploaded = uploaded_snapshot(store, wish.id)) {
            store.require_key_for(*uploaded);
            return {{std::move(*uploaded)}};
        }
    const std::size_t newest = newest_of(store, listed, wish);
    RestoreChoice choice;
    choice.backups.push_back(*listed[newest].manifest);
    // What a server has compacted since may be in the backups before.
    for (std::size_t i = newest; i-- > 0 && wish.point.is_given();) {
        if (begins_before(choice.backups.front(), wish.point))
            break;
        if (listed[i].manifest && listed[i].manifest->is_encrypted == choice.backups.back().is_encrypted &&
            are_of_one_history(*listed[i].manifest, choice.backups.front()))
            choice.backups.insert(choice.backups.begin(), *listed[i].manifest);
    }
    store.require_key_for(choice.backups.back());
    return choice;
}

} // namespace keeperfs::backup
