#include "backup/stored_contents.h"

namespace keeperfs::backup {

StoredContents::StoredContents(Store& store) {
    for (const storage::Entry& entry : store.disk().list(Store::object_prefix))
        sizes_[entry.name] = entry.size;
    for (const ListedBackup& listed : store.list()) {
        if (!listed.manifest || listed.manifest->is_encrypted != store.has_key())
            continue;
        for (const BackupFile& file : listed.manifest->files)
            if (const auto there = sizes_.find(file.object);
                there != sizes_.end() && there->second == file.stored_size)
                add(file);
    }
}

bool StoredContents::fill_in(BackupFile& file) const {
    const auto found = known_.find(file.content_id);
    if (found == known_.end() || found->second.size != file.size)
        return false;
    file.object = found->second.object;
    file.stored_size = found->second.stored_size;
    file.stored_sha256 = found->second.stored_sha256;
    file.is_compressed = found->second.is_compressed;
    return true;
}

} // namespace keeperfs::backup
