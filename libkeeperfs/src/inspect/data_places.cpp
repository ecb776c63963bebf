#include "keeperfs/inspect/data_places.h"

#include "keeperfs/base/error.h"
#include "keeperfs/keeper/file_names.h"

namespace keeperfs::inspect {

namespace {

bool holds(io::FileSystem& files, const std::string& directory, bool (*is_wanted)(const std::string&)) {
    return std::ranges::any_of(files.list(directory), [&](const io::DirectoryEntry& entry) {
        return entry.kind == io::FileKind::regular && is_wanted(entry.name);
    });
}

bool is_changelog(const std::string& name) { return keeper::parse_changelog_name(name).has_value(); }
bool is_snapshot(const std::string& name) { return keeper::snapshot_index(name).has_value(); }

/// Of the folders with one of these names the first that is there.
std::string folder(io::FileSystem& files, const std::string& directory,
                   std::initializer_list<const char*> names) {
    for (const char* name : names)
        if (std::string path = io::join(directory, name); files.is_directory(path))
            return path;
    return "";
}

DataPlaces places_in(io::FileSystem& files, const std::string& directory) {
    DataPlaces places;
    places.log_dir = folder(files, directory, {"log", "logs"});
    places.snapshot_dir = folder(files, directory, {"snapshots"});
    if (places.log_dir.empty() && holds(files, directory, is_changelog))
        places.log_dir = directory;
    if (places.snapshot_dir.empty() && holds(files, directory, is_snapshot))
        places.snapshot_dir = directory;
    if (!places.log_dir.empty() || !places.snapshot_dir.empty()) {
        // With storage_path alone the file may lie in a folder of the same name (keeper-behaviour 10).
        const std::string state = io::join(directory, "state");
        places.state_file = files.is_directory(state) ? io::join(state, "state") : state;
    }
    return places;
}

} // namespace

DataPlaces find_data_places(io::FileSystem& files, const std::string& directory) {
    if (!files.is_directory(directory))
        throw Error(ErrorKind::bad_input, "this is no directory").file(directory);
    for (const char* below : {"", "coordination"}) {
        const std::string candidate = *below == '\0' ? directory : io::join(directory, below);
        if (!files.is_directory(candidate))
            continue;
        const DataPlaces places = places_in(files, candidate);
        if (!places.log_dir.empty() || !places.snapshot_dir.empty())
            return places;
    }
    throw Error(ErrorKind::bad_input, "there is no data of a Keeper here")
        .file(directory)
        .hint("Give the directory that holds log, snapshots and state, or --log-dir, --snapshot-dir and "
              "--state.");
}

} // namespace keeperfs::inspect
