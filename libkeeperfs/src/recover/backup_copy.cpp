#include "recover/backup_copy.h"

#include "inspect/copy_parts.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/metered_source.h"
#include "keeperfs/keeper/data_files.h"

#include <algorithm>

namespace keeperfs::recover {

namespace {

using storage::Disk;

std::string content_of(io::Source& source) {
    constexpr std::size_t at_once = 1 << 16;
    std::string piece(at_once, '\0');
    std::size_t filled = 0;
    auto* bytes = reinterpret_cast<std::uint8_t*>(piece.data());
    while (filled < at_once) {
        const std::size_t got = source.read({bytes + filled, at_once - filled});
        if (got == 0)
            break;
        filled += got;
    }
    piece.resize(filled);
    return piece;
}

bool are_same(io::FileSystem& files, const std::string& one, const std::string& other, io::Meter* meter) {
    auto a = io::metered_file(files, one, meter), b = io::metered_file(files, other, nullptr);
    for (;;) {
        const std::string piece = content_of(a);
        if (piece != content_of(b))
            return false;
        if (piece.empty())
            return true;
    }
}

void copy_one(io::FileSystem& files, const std::string& from, Disk& disk, const std::string& name,
              io::Meter* meter) {
    inspect::copy_file(files, from, disk, name, Disk::Existing::keep, meter);
    if (!are_same(files, from, disk.place(name), meter))
        throw Error(ErrorKind::bad_output, "the copy is not what the original is now")
            .file(disk.place(name))
            .hint("Is a server writing the original? Stop it first.");
}

void copy_all(io::FileSystem& files, const std::string& from, const std::vector<storage::Entry>& entries,
              Disk& disk, io::Meter* meter) {
    for (const storage::Entry& entry : entries)
        copy_one(files, io::join(from, entry.name), disk, entry.name, meter);
}

template <class File> std::vector<storage::Entry> entries_of(const std::vector<File>& files) {
    std::vector<storage::Entry> entries;
    for (const File& file : files)
        entries.push_back(file.entry);
    return entries;
}

} // namespace

void back_up(io::FileSystem& files, const inspect::DataPlaces& places, const std::string& target,
             io::Meter* meter) {
    inspect::NewCopy made(files, target);
    if (!places.log_dir.empty()) {
        const auto found = keeper::list_data_files(*storage::local_disk(places.log_dir, files));
        const auto disk = storage::local_disk(made.log_dir(), files);
        copy_all(files, places.log_dir, entries_of(found.changelogs), *disk, meter);
        copy_all(files, places.log_dir, found.markers, *disk, meter);
        if (places.log_dir != places.snapshot_dir && places.log_dir != io::directory_of(places.state_file))
            copy_all(files, places.log_dir, found.foreign, *disk, meter);
    }
    if (!places.snapshot_dir.empty()) {
        const auto found = keeper::list_data_files(*storage::local_disk(places.snapshot_dir, files));
        const auto disk = storage::local_disk(made.snapshot_dir(), files);
        copy_all(files, places.snapshot_dir, entries_of(found.snapshots), *disk, meter);
        copy_all(files, places.snapshot_dir, found.markers, *disk, meter);
    }
    const auto disk = storage::local_disk(made.path(), files);
    for (const std::string& state : {places.state_file, places.state_file + "-OLD"})
        if (!places.state_file.empty() && files.is_regular_file(state))
            copy_one(files, state, *disk, io::name_of(state), meter);
    made.commit();
}

} // namespace keeperfs::recover
