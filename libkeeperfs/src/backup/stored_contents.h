#pragma once
#include "keeperfs/backup/store.h"

#include <map>
#include <string>

namespace keeperfs::backup {

/// What earlier backups have stored and what still lies there, so that it is not stored again. An object that
/// no manifest knows is of a run that died: nobody says what it should hold.
class StoredContents {
public:
    explicit StoredContents(Store& store);
    /// Where the content is; false: nowhere yet.
    bool fill_in(BackupFile& file) const;
    void add(const BackupFile& file) { known_.emplace(file.content_id, file); }
    /// Whether an object of that name was there in the beginning, whatever is in it.
    bool was_there(const std::string& object) const { return sizes_.contains(object); }

private:
    std::map<std::string, std::uint64_t> sizes_; ///< of objects
    std::map<std::string, BackupFile> known_;
};

} // namespace keeperfs::backup
