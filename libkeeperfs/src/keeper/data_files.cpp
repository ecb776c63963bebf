#include "keeperfs/keeper/data_files.h"

#include "keeperfs/keeper/file_names.h"

#include <algorithm>
#include <utility>

namespace keeperfs::keeper {

namespace {

constexpr std::string_view marker_prefix = "tmp_";

bool is_marker(std::string_view name) { return name.starts_with(marker_prefix) || name == "STATE_COPY_LOCK"; }

ChangelogCodec codec_of(std::string_view extension) {
    return extension.ends_with("zstd") || extension.ends_with("zst") ? ChangelogCodec::zstd
                                                                     : ChangelogCodec::plain;
}

void sort_in(DataFiles& files, storage::Entry entry) {
    if (is_marker(entry.name)) {
        files.markers.push_back(std::move(entry));
    } else if (entry.name == "state" || entry.name == "state-OLD") {
        files.states.push_back(std::move(entry));
    } else if (const auto index = snapshot_index(entry.name)) {
        files.snapshots.push_back({std::move(entry), *index, false});
    } else if (const auto name = parse_changelog_name(entry.name)) {
        files.changelogs.push_back(
            {std::move(entry), name->from, name->to, codec_of(name->extension), false});
    } else {
        files.foreign.push_back(std::move(entry));
    }
}

/// `markers` is in order of names.
template <class File> void set_markers(std::vector<File>& files, const std::vector<storage::Entry>& markers) {
    for (File& file : files)
        file.has_marker = std::ranges::binary_search(markers, std::string(marker_prefix) + file.entry.name,
                                                     {}, &storage::Entry::name);
}

} // namespace

DataFiles list_data_files(storage::Disk& disk) {
    DataFiles files;
    for (storage::Entry& entry : disk.list(""))
        sort_in(files, std::move(entry));
    set_markers(files.snapshots, files.markers);
    set_markers(files.changelogs, files.markers);
    std::ranges::stable_sort(files.snapshots, {}, &SnapshotFile::index);
    std::ranges::stable_sort(files.changelogs, {}, &ChangelogFile::from);
    return files;
}

} // namespace keeperfs::keeper
