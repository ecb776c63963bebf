#pragma once
// The calls that we make of the operating system. Everything that touches a disk goes through here, so that
// tests can make each of them fail.
#include "keeperfs/base/bytes.h"
#include "keeperfs/export.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace keeperfs::io {

/// An open file. Every failure is an Error that names the file.
class KEEPERFS_EXPORT File {
public:
    virtual ~File();
    /// Reads from `offset`; fewer bytes than asked for only at the end of the file.
    virtual std::size_t read_at(std::uint64_t offset, std::span<std::uint8_t> into) = 0;
    virtual std::uint64_t size() = 0;
    virtual void write(Bytes bytes) = 0; ///< appends, all of it
    virtual void sync() = 0;             ///< fsync
    virtual void close() = 0;            ///< reports what closing finds; the destructor cannot
    /// An advisory lock of its own that ends with the process; false when another process holds it.
    virtual bool try_lock() = 0;
};

enum class FileKind : std::uint8_t { regular, directory, other };

struct DirectoryEntry {
    std::string name;
    FileKind kind = FileKind::other; ///< of what a symbolic link leads to
    std::uint64_t size = 0;
    std::int64_t modified_ms = 0; ///< since 1970
};

/// Of what a path leads to.
struct Ownership {
    std::uint32_t user = 0;
    std::string user_name;  ///< "clickhouse", or the number where it has no name
    std::uint32_t mode = 0; ///< the permissions: 0750

    bool owner_may_write() const noexcept { return (mode & 0200) != 0; }
    bool others_may_write() const noexcept { return (mode & 0002) != 0; }
};

class KEEPERFS_EXPORT FileSystem {
public:
    virtual ~FileSystem();

    virtual std::unique_ptr<File> open_for_reading(const std::string& path) = 0;
    /// Creates a file that must not exist yet, mode 0640; made by root, it belongs to the owner of its
    /// directory.
    virtual std::unique_ptr<File> create_new(const std::string& path) = 0;
    enum class Existing : std::uint8_t { keep, replace };
    /// `keep`: fails as refused when `to` exists, atomically.
    virtual void rename(const std::string& from, const std::string& to, Existing policy) = 0;
    virtual void remove(const std::string& path) = 0;
    virtual void make_directory(const std::string& path) = 0;   ///< that must not exist yet; mode 0750
    virtual void remove_directory(const std::string& path) = 0; ///< an empty one
    virtual void sync_directory(const std::string& path) = 0;
    /// In order of names; "." and ".." are left out. An entry that vanishes meanwhile is left out too.
    virtual std::vector<DirectoryEntry> list(const std::string& directory) = 0;
    virtual bool exists(const std::string& path) = 0;
    virtual bool is_directory(const std::string& path) = 0;
    /// Also what a symbolic link leads to; opening anything else may wait for ever.
    virtual bool is_regular_file(const std::string& path) = 0;
    virtual Ownership ownership(const std::string& path) = 0;
    virtual std::uint64_t free_space(const std::string& directory) = 0;
    /// Whether a file that is made in the directory above can be renamed into this one: not into the root of
    /// a mounted disk, and not where nobody may write above.
    virtual bool takes_files_from_above(const std::string& directory) = 0;

    /// The real one.
    static FileSystem& system();
};

/// "dir/name" with exactly one slash between.
KEEPERFS_EXPORT std::string join(const std::string& directory, const std::string& name);
KEEPERFS_EXPORT std::string directory_of(const std::string& path);
KEEPERFS_EXPORT std::string name_of(const std::string& path);

} // namespace keeperfs::io
