#pragma once
// Where a Keeper's files lie: flat names, no directories. Readers and listings know only this, so that a
// local directory and an S3 bucket are the same to them.
#include "keeperfs/export.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/source.h"
#include "keeperfs/storage/s3_settings.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
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
    /// All objects that a bucket has where this disk puts its own under random keys, by their keys; null: the
    /// files have their own names there.
    virtual std::shared_ptr<Disk> store();
    /// Places of the objects that the files are. None for files that are no objects.
    virtual std::set<std::string> object_places();
};

/// A directory. What is created lies there as a file that no server looks at until it is finished, a
/// changelog and its marker in the directory above where that can be: a 22.x server does not start on a
/// foreign name among changelogs. Servers that know several disks (23.7 on) pass over it.
KEEPERFS_EXPORT std::unique_ptr<Disk> local_disk(std::string directory,
                                                 io::FileSystem& files = io::FileSystem::system());
/// Objects of a bucket under the endpoint's prefix, by their names, as a Keeper's disk of type s3_plain has
/// them (23.x and later). Names with a '/' are others' and are not seen. finish() shows an object at once and
/// whole; `keep` looks for the name first, and asks the server to refuse to replace, which not all do.
/// Several threads may use it. Throws Error(usage) for an endpoint that names no bucket.
KEEPERFS_EXPORT std::unique_ptr<Disk> s3_plain_disk(const S3Settings& settings);
/// Where a disk of type s3 has its small local files, by which it knows its objects.
struct S3MetadataSettings {
    std::string directory;
    std::optional<std::string>
        key_compatibility_prefix;    ///< before keys of versions 2 to 4; else the endpoint's
    std::optional<unsigned> version; ///< of files that are written; nullopt: as the others, or 3
};
/// A Keeper's disk of type s3 (23.x and later): the names are local files, versions 1 to 5, which lead to
/// objects with random keys. remove() keeps objects that another file leads to as well, and fails as refused
/// for a file with further links. The disk outlives its sinks. store() has all that begins with the
/// endpoint's prefix: other servers may have put it there.
KEEPERFS_EXPORT std::unique_ptr<Disk> s3_disk(const S3Settings& settings, S3MetadataSettings metadata,
                                              io::FileSystem& files = io::FileSystem::system());
/// For tests, and for data that came through a pipe.
KEEPERFS_EXPORT std::unique_ptr<Disk> memory_disk();
/// For commands that only look: create() and remove() throw Error(defect).
KEEPERFS_EXPORT std::unique_ptr<Disk> read_only(std::unique_ptr<Disk> disk);
/// Several disks as one, for looking only. Of files with one name the first disk's is meant. A file costs a
/// question to each disk before the one that has it.
KEEPERFS_EXPORT std::unique_ptr<Disk> union_disk(std::vector<std::unique_ptr<Disk>> disks);

} // namespace keeperfs::storage
