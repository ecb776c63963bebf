#include "backup/held_files.h"

#include "keeperfs/base/error.h"

#include <algorithm>
#include <map>

namespace keeperfs::backup {

namespace {

/// A server renames a log or makes a snapshot every few seconds at the most.
constexpr int most_attempts = 200;

bool is_same(const storage::Entry& a, const storage::Entry& b) {
    return a.name == b.name && a.size == b.size && a.modified_ms == b.modified_ms;
}

void open_local(HeldFile& held, io::FileSystem& files) {
    const std::shared_ptr<io::File> file = files.open_for_reading(held.path);
    held.size = file->size();
    held.open = [file] { return file; };
}

void open_on_disk(HeldFile& held, std::shared_ptr<storage::Disk> disk, const storage::Entry& entry) {
    held.size = entry.size;
    held.disk = std::move(disk);
    held.entry = entry;
    held.open = [from = held.disk, name = entry.name, size = entry.size] {
        return io::file_of_source([from, name] { return from->open(name); }, size);
    };
}

} // namespace

HeldFiles::HeldFiles(io::FileSystem& files, const SourcePlaces& places)
    : real_(files), from_(places), held_(files) {
    if (!from_.log_dirs.empty())
        places_.log_dir = from_.log_dirs.front();
    if (!from_.snapshot_dirs.empty())
        places_.snapshot_dir = from_.snapshot_dirs.front();
    places_.state_file = from_.state_file;
    for (int attempt = 0; attempt < most_attempts; ++attempt)
        if (hold_all())
            return;
    throw Error(ErrorKind::in_use, "files came and went every time that they were looked at")
        .file(places_.log_dir)
        .hint("Another program seems to move them. Try again when it is done.");
}

bool HeldFiles::hold_all() {
    all_.clear();
    for (const std::string& directory :
         {places_.log_dir, places_.snapshot_dir,
          places_.state_file.empty() ? std::string() : io::directory_of(places_.state_file)})
        if (!directory.empty())
            held_.add_directory(directory);
    const std::vector<std::string> before = names();
    try {
        hold_snapshots();
        hold_logs();
        hold_state();
    } catch (const Error&) {
        // Only where nothing has moved the failure is one.
        if (names() == before)
            throw;
        return false;
    }
    return names() == before;
}

std::shared_ptr<storage::Disk> HeldFiles::disk_of(const std::string& directory) const {
    const auto found = from_.disks.find(directory);
    return found == from_.disks.end() ? storage::local_disk(directory, real_) : found->second.disk;
}

std::vector<std::string> HeldFiles::names() const {
    std::vector<std::string> all;
    for (const auto* directories : {&from_.log_dirs, &from_.snapshot_dirs})
        for (const std::string& directory : *directories)
            for (const storage::Entry& entry : disk_of(directory)->list(""))
                all.push_back(io::join(directory, entry.name));
    return all;
}

std::vector<HeldFiles::Listed> HeldFiles::list(const std::vector<std::string>& directories) const {
    std::vector<Listed> all;
    for (const std::string& directory : directories)
        all.push_back({directory, keeper::list_data_files(*disk_of(directory))});
    return all;
}

/// Of two logs with one name that is taken which has no marker: a server that moves a file from disk to disk
/// marks the one that is not whole yet.
void HeldFiles::hold_logs() {
    const std::vector<Listed> listed = list(from_.log_dirs);
    for (const bool has_marker : {false, true})
        for (const Listed& place : listed)
            for (const keeper::ChangelogFile& file : place.files.changelogs)
                if (file.has_marker == has_marker)
                    add(place.directory, file.entry, places_.log_dir);
}

/// A server is writing those that have a marker; when there is no other, fsck shall tell of them.
void HeldFiles::hold_snapshots() {
    const std::vector<Listed> listed = list(from_.snapshot_dirs);
    const auto is_finished = [](const keeper::SnapshotFile& file) { return !file.has_marker; };
    const bool has_finished = std::ranges::any_of(
        listed, [&](const Listed& place) { return std::ranges::any_of(place.files.snapshots, is_finished); });
    for (const Listed& place : listed)
        for (const keeper::SnapshotFile& file : place.files.snapshots)
            if (is_finished(file) || !has_finished)
                add(place.directory, file.entry, places_.snapshot_dir);
}

void HeldFiles::hold_state() {
    if (from_.state_file.empty())
        return;
    const std::string directory = io::directory_of(from_.state_file);
    for (const std::string& path : {from_.state_file, from_.state_file + "-OLD"})
        if (const auto entry = stat(directory, path))
            add(directory, *entry, directory);
}

std::optional<storage::Entry> HeldFiles::stat(const std::string& directory, const std::string& path) const {
    const std::string name = io::name_of(path);
    if (!from_.is_local(directory))
        return disk_of(directory)->stat(name);
    return real_.is_regular_file(path) ? std::optional(storage::Entry{name, 0, 0}) : std::nullopt;
}

void HeldFiles::add(const std::string& directory, const storage::Entry& entry, const std::string& as) {
    if (held_.has(io::join(as, entry.name)))
        return;
    const auto held = std::make_shared<HeldFile>();
    held->path = io::join(directory, entry.name);
    held->as = io::join(as, entry.name);
    if (from_.is_local(directory))
        open_local(*held, real_);
    else
        open_on_disk(*held, disk_of(directory), entry);
    all_.push_back(held);
    held_.add(as, {entry.name, io::FileKind::regular, held->size, entry.modified_ms},
              [held] { return open_held(held); });
}

std::optional<std::string> HeldFiles::sha256_of(const std::string& path) const {
    const auto found = std::ranges::find_if(all_, [&](const auto& held) { return held->as == path; });
    if (found == all_.end())
        return std::nullopt;
    const std::lock_guard lock((*found)->mutex);
    return (*found)->sha256;
}

bool HeldFiles::have_changed() const {
    return std::ranges::any_of(all_, [&](const std::shared_ptr<HeldFile>& held) {
        return !held->disk && (!real_.is_regular_file(held->path) || held->open()->size() != held->size);
    });
}

bool HeldFiles::are_lost() const {
    std::map<const storage::Disk*, std::vector<storage::Entry>> listed;
    for (const std::shared_ptr<HeldFile>& held : all_)
        if (held->disk && !listed.contains(held->disk.get()))
            listed[held->disk.get()] = held->disk->list("");
    return std::ranges::any_of(all_, [&](const std::shared_ptr<HeldFile>& held) {
        return held->disk && std::ranges::none_of(listed[held->disk.get()], [&](const storage::Entry& now) {
                   return is_same(now, held->entry);
               });
    });
}

std::uint64_t HeldFiles::bytes() const noexcept {
    std::uint64_t sum = 0;
    for (const auto& held : all_)
        sum += held->size;
    return sum;
}

} // namespace keeperfs::backup
