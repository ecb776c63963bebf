#pragma once
// Where a Keeper's files lie: flat names, no directories. Readers and listings know only this, so that a
// local directory and an S3 bucket are the same to them.
#include "keeperfs/export.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/source.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::storage {

struct Entry {
    std::string name;
    std::uint64_t size = 0;
    std::int64_t modified_ms = 0; ///< since 1970
};

class KEEPERFS_EXPORT Disk {
public:
    virtual ~Disk();
    /// Regular files whose names begin with `prefix`, in order of names. What vanishes meanwhile is left out.
    virtual std::vector<Entry> list(std::string_view prefix) = 0;
    virtual std::optional<Entry> stat(std::string_view name) = 0;
    /// Error(bad_input) when there is no such file.
    virtual std::unique_ptr<io::Source> open(std::string_view name) = 0;
    enum class Existing : std::uint8_t { keep, replace };
    /// Nothing of it can be seen before finish(), which is as durable as the disk can be. `keep`: finish()
    /// fails as refused when the name is taken.
    virtual std::unique_ptr<io::Sink> create(std::string_view name, Existing policy) = 0;
    /// As durable as the disk can be; nothing to do when there is no such file.
    virtual void remove(std::string_view name) = 0;
    /// A name's place for messages: a path, a URL.
    virtual std::string place(std::string_view name) const = 0;
};

/// A directory. What is created lies there as a file that no server looks at until it is finished, a
/// changelog and its marker in the directory above where that can be: a 22.x server does not start on a foreign
/// name among changelogs. Servers that know several disks (23.7 on) pass over it.
KEEPERFS_EXPORT std::unique_ptr<Disk> local_disk(std::string directory,
                                                 io::FileSystem& files = io::FileSystem::system());
/// For tests, and for data that came through a pipe.
KEEPERFS_EXPORT std::unique_ptr<Disk> memory_disk();
/// For commands that only look: create() and remove() throw Error(defect).
KEEPERFS_EXPORT std::unique_ptr<Disk> read_only(std::unique_ptr<Disk> disk);

} // namespace keeperfs::storage
