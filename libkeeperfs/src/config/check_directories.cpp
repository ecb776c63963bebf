// The directories on this machine: are they there, do they hold only what a Keeper put there, and can it go
// on writing.
#include "config/checkup.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/config/keeper_directories.h"
#include "keeperfs/keeper/file_names.h"

namespace keeperfs::config {

namespace {

/// Whatever the tree is, logs of 50 MiB each are laid out in advance.
constexpr std::uint64_t least_room = std::uint64_t{1} << 30;

using BelongsThere = bool (*)(const io::DirectoryEntry&);

/// What else a Keeper leaves in them: the marks of writing and moving, the state where the rules put it
/// there.
bool is_of_any(const io::DirectoryEntry& entry) {
    return entry.name.starts_with("tmp_") || entry.name.starts_with("state") ||
           entry.name == "STATE_COPY_LOCK" || entry.name.starts_with(".");
}
bool is_of_logs(const io::DirectoryEntry& entry) {
    return is_of_any(entry) || keeper::parse_changelog_name(entry.name) ||
           (entry.kind == io::FileKind::directory && entry.name == "detached");
}
bool is_of_snapshots(const io::DirectoryEntry& entry) {
    return is_of_any(entry) || keeper::snapshot_index(entry.name);
}

class Directories {
public:
    Directories(Checkup& checkup, io::FileSystem& files) : checkup_(checkup), files_(files) {}

    void check(const StoragePlace& place, BelongsThere belongs_there) {
        const std::string key = place.key.empty() ? std::string(keeper_section) : place.key;
        const auto directory = local_directory_of(checkup_.keeper(), place, checkup_.main_file());
        if (!directory)
            return check_other_disk(place, key);
        if (!seen_.insert(*directory).second)
            return;
        try {
            check_directory(*directory, key, belongs_there);
        } catch (const Error& error) {
            checkup_.add("storage.not-seen", key,
                         fmt::format("{} cannot be looked at: {}", escaped(*directory), error.finding()),
                         "Run as the server's user, or as root.");
        }
    }

private:
    struct Owned {
        std::string directory;
        io::Ownership ownership;
    };
    Checkup& checkup_;
    io::FileSystem& files_;
    std::set<std::string> seen_;
    std::optional<Owned> first_;

    void check_other_disk(const StoragePlace& place, const std::string& key) {
        if (const DiskSettings* disk = checkup_.keeper().disk(place.disk))
            checkup_.add("storage.not-seen", key,
                         fmt::format("the disk {} of type {} is not looked at", escaped(disk->name),
                                     escaped(disk->type_name)));
    }
    void check_directory(const std::string& directory, const std::string& key, BelongsThere belongs_there) {
        if (!files_.exists(directory)) {
            require_sight_of(directory);
            return checkup_.add(
                "storage.missing", key,
                fmt::format("the directory {} is not there: the server makes it", escaped(directory)));
        }
        if (!files_.is_directory(directory))
            return checkup_.add("storage.not-a-directory", key,
                                fmt::format("{} is no directory", escaped(directory)),
                                "Name a directory; the server makes it.");
        check_owner(directory, key);
        const std::vector<io::DirectoryEntry> entries = files_.list(directory);
        check_content(directory, key, entries, belongs_there);
        check_owners_in(directory, key, entries);
        check_room(directory, key, entries);
    }
    /// What lies in a directory that we may not search seems not to be there.
    void require_sight_of(const std::string& directory) {
        std::string above = io::directory_of(directory);
        while (!files_.exists(above) && above != io::directory_of(above))
            above = io::directory_of(above);
        if (files_.is_directory(above))
            files_.list(above);
    }
    void check_owner(const std::string& directory, const std::string& key) {
        const io::Ownership own = files_.ownership(directory);
        if (!own.owner_may_write())
            checkup_.add("storage.not-writable", key,
                         fmt::format("{} may not be written by {}, to whom it belongs", escaped(directory),
                                     escaped(own.user_name)),
                         "Give its owner the right to write (chmod u+rwx).");
        if (own.others_may_write())
            checkup_.add("storage.writable-by-others", key,
                         fmt::format("every user may write in {}", escaped(directory)),
                         "Take the right away (chmod o-w): who can write there can replace the data.");
        if (!first_)
            first_ = {directory, own};
        else if (first_->ownership.user != own.user)
            checkup_.add("storage.other-owner", key,
                         fmt::format("{} belongs to {}, and {} to {}", escaped(directory),
                                     escaped(own.user_name), escaped(first_->directory),
                                     escaped(first_->ownership.user_name)),
                         "Give all to the user that the server runs as.");
    }
    void check_content(const std::string& directory, const std::string& key,
                       const std::vector<io::DirectoryEntry>& entries, BelongsThere belongs_there) {
        const auto foreign = std::ranges::find_if_not(entries, belongs_there);
        if (foreign != entries.end())
            checkup_.add("storage.foreign-file", key,
                         fmt::format("{} holds {}, which is none of this Keeper's files", escaped(directory),
                                     escaped(foreign->name)),
                         "Is it the right directory, and has the Keeper one of its own?");
    }
    /// What root copied there.
    void check_owners_in(const std::string& directory, const std::string& key,
                         const std::vector<io::DirectoryEntry>& entries) {
        const io::Ownership own = files_.ownership(directory);
        for (const io::DirectoryEntry& entry : entries) {
            const std::string path = io::join(directory, entry.name);
            if (!files_.exists(path))
                continue; // a server removes files while we look
            const io::Ownership other = files_.ownership(path);
            if (other.user != own.user)
                return checkup_.add("storage.other-owner", key,
                                    fmt::format("{} belongs to {}, and its directory to {}", escaped(path),
                                                escaped(other.user_name), escaped(own.user_name)),
                                    "Give the file to the user that the server runs as (chown).");
        }
    }
    void check_room(const std::string& directory, const std::string& key,
                    const std::vector<io::DirectoryEntry>& entries) {
        std::uint64_t largest = 0;
        for (const io::DirectoryEntry& entry : entries)
            if (keeper::snapshot_index(entry.name))
                largest = std::max(largest, entry.size);
        const std::uint64_t wanted = std::max(least_room, 2 * largest);
        if (const std::uint64_t room = files_.free_space(directory); room < wanted)
            checkup_.add("storage.little-room", key,
                         fmt::format("{} are free where {} lies, and {} are wanted for the next {}",
                                     size_text(room), escaped(directory), size_text(wanted),
                                     largest > 0 ? "snapshots" : "files"),
                         "Free space, or keep fewer snapshots (snapshots_to_keep).");
    }
};

} // namespace

void check_directories(Checkup& checkup, io::FileSystem& files) {
    const KeeperSettings& keeper = checkup.keeper();
    Directories directories(checkup, files);
    for (const StoragePlace& place : places_of_logs(keeper))
        directories.check(place, is_of_logs);
    for (const StoragePlace& place : places_of_snapshots(keeper))
        directories.check(place, is_of_snapshots);
}

} // namespace keeperfs::config
