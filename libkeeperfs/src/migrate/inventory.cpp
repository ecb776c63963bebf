#include "keeperfs/migrate/inventory.h"

#include "migrate/same_place.h"

#include "keeperfs/io/atomic_output.h"
#include "keeperfs/keeper/data_files.h"

#include <algorithm>

namespace keeperfs::migrate {

namespace {

class Stocktaking {
public:
    Stocktaking(io::FileSystem& files, const Layout& layout) : files_(files), layout_(layout) {}

    Inventory take() {
        for (std::size_t place = 0; place < layout_.places.size(); ++place)
            if (const std::string& directory = layout_.places[place].directory;
                directory.empty() || files_.is_directory(directory))
                look_at(place);
        for (const FileKind kind : all_kinds)
            for (const std::size_t place : layout_.roles(kind).read_order())
                for (const StoredFile& file : found_)
                    if (file.kind == kind && file.place == place)
                        inventory_.files.push_back(file);
        return std::move(inventory_);
    }

private:
    io::FileSystem& files_;
    const Layout& layout_;
    std::vector<StoredFile> found_;
    Inventory inventory_;

    void look_at(std::size_t place) {
        const keeper::DataFiles listed = keeper::list_data_files(*layout_.places[place].disk);
        for (const keeper::ChangelogFile& log : listed.changelogs)
            add({FileKind::log, place, log.entry.name, log.entry.size, log.from, log.to, log.has_marker,
                 log.codec});
        for (const keeper::SnapshotFile& snapshot : listed.snapshots)
            add({FileKind::snapshot,
                 place,
                 snapshot.entry.name,
                 snapshot.entry.size,
                 snapshot.index,
                 snapshot.index,
                 snapshot.has_marker,
                 {}});
        for (const storage::Entry& state : listed.states)
            add({FileKind::state, place, state.name, state.size, 0, 0, false, {}});
        for (const storage::Entry& marker : listed.markers)
            add_marker(place, marker, listed);
        const std::vector<std::string> dead = abandoned(layout_.places[place].directory);
        for (const storage::Entry& entry : listed.foreign)
            (entry.name == same_place_name || std::ranges::find(dead, entry.name) != dead.end()
                 ? inventory_.leftovers
                 : inventory_.foreign)
                .push_back({place, entry.name, entry.size});
    }
    std::vector<std::string> abandoned(const std::string& directory) {
        return directory.empty() ? std::vector<std::string>() : io::abandoned_outputs(files_, directory);
    }
    void add(StoredFile file) {
        if (layout_.roles(file.kind).is_read(file.place))
            found_.push_back(std::move(file));
        else
            inventory_.foreign.push_back({file.place, file.name, file.bytes});
    }
    void add_marker(std::size_t place, const storage::Entry& marker, const keeper::DataFiles& listed) {
        const auto is_of = [&](const auto& file) { return marker.name == marker_of(file.entry.name); };
        if (!marker.name.starts_with(marker_prefix))
            add({FileKind::state, place, marker.name, marker.size, 0, 0, false, {}});
        else if (std::ranges::none_of(listed.changelogs, is_of) &&
                 std::ranges::none_of(listed.snapshots, is_of))
            inventory_.lone_markers.push_back({place, marker.name, marker.size});
    }
};

} // namespace

std::vector<const StoredFile*> Inventory::copies(FileKind kind, std::string_view name) const {
    std::vector<const StoredFile*> found;
    for (const StoredFile& file : files)
        if (file.kind == kind && file.name == name)
            found.push_back(&file);
    return found;
}

const StoredFile* Inventory::newest(FileKind kind) const {
    const StoredFile* newest = nullptr;
    for (const StoredFile& file : files)
        if (file.kind == kind && !file.has_marker && (newest == nullptr || file.from > newest->from))
            newest = &file;
    return newest;
}

Inventory take_inventory(io::FileSystem& files, const Layout& layout) {
    return Stocktaking(files, layout).take();
}

} // namespace keeperfs::migrate
