#pragma once
// What a Keeper from 23.7 on finds on its disks at its start, as simply as it can be written down
// (releases.md 4.4 and 4.5), without any code of the library's own plans.
#include "support/byte_streams.h"

#include "keeperfs/migrate/layout.h"
#include "keeperfs/storage/disk.h"

#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::test {

inline void put(storage::Disk& disk, std::string_view name, std::string_view content) {
    const auto sink = disk.create(name, storage::Disk::Existing::replace);
    sink->write(as_bytes(content));
    sink->finish();
}

/// Content by the number behind the first '_'.
using FoundFiles = std::map<std::uint64_t, std::string>;
struct FoundByKeeper {
    FoundFiles logs, snapshots;
    bool operator==(const FoundByKeeper&) const = default;
};

/// Deletes marked files with their markers, on each disk.
inline void delete_marked(storage::Disk& disk) {
    for (const storage::Entry& marker : disk.list("tmp_")) {
        disk.remove(marker.name.substr(std::string_view("tmp_").size()));
        disk.remove(marker.name);
    }
}

inline FoundFiles found_files(const migrate::Layout& layout, const migrate::Roles& roles,
                              std::string_view stem, bool last_wins) {
    std::vector<std::size_t> order = roles.old;
    order.push_back(roles.usual);
    order.push_back(roles.latest);
    FoundFiles found;
    for (const std::size_t place : order)
        for (const storage::Entry& file : layout.places[place].disk->list(stem)) {
            std::uint64_t number = 0;
            std::from_chars(file.name.data() + stem.size(), file.name.data() + file.name.size(), number);
            std::string content = read_all(*layout.places[place].disk->open(file.name));
            if (last_wins)
                found[number] = std::move(content);
            else
                found.emplace(number, std::move(content));
        }
    return found;
}

/// A server starts: what is marked goes, and this is what it has.
inline FoundByKeeper start_keeper(const migrate::Layout& layout) {
    for (const migrate::Place& place : layout.places)
        delete_marked(*place.disk);
    return {found_files(layout, layout.logs, "changelog_", true),
            found_files(layout, layout.snapshots, "snapshot_", false)};
}

/// The file that a server takes on this disk; nullopt: none.
inline std::optional<std::string> found_state(storage::Disk& disk) {
    for (const char* name : {"state", "state-OLD"})
        if (disk.stat(name))
            return read_all(*disk.open(name));
    return std::nullopt;
}

} // namespace keeperfs::test
