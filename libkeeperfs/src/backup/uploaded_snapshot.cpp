#include "backup/uploaded_snapshot.h"

#include "keeperfs/base/sha256.h"
#include "keeperfs/keeper/data_files.h"

namespace keeperfs::backup {

namespace {

std::string sha256_of(io::Source& source) {
    Sha256 hash;
    std::vector<std::uint8_t> piece(1 << 18);
    while (const std::size_t got = source.read(piece))
        hash.update(Bytes(piece).first(got));
    return hash.hex_digest();
}

} // namespace

std::optional<Manifest> uploaded_snapshot(Store& store, const std::string& name) {
    std::optional<keeper::SnapshotFile> found;
    for (keeper::SnapshotFile& file : keeper::list_data_files(store.disk()).snapshots)
        if (name.empty() || file.entry.name == name)
            found = std::move(file);
    if (!found)
        return std::nullopt;
    BackupFile file;
    file.kind = FileKind::snapshot;
    file.name = file.object = found->entry.name;
    file.size = file.stored_size = found->entry.size;
    file.stored_sha256 = sha256_of(*store.disk().open(file.object));
    file.content_id = store.content_id(file.stored_sha256);
    file.first_index = file.last_index = found->index;
    Manifest manifest;
    manifest.id = found->entry.name;
    manifest.created_ms = found->entry.modified_ms;
    manifest.snapshot_index = manifest.last_index = found->index;
    manifest.is_encrypted = false;
    manifest.files.push_back(std::move(file));
    return manifest;
}

} // namespace keeperfs::backup
