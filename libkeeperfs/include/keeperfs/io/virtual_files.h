#pragma once
// Files that lie elsewhere than their names say, among those of another file system.
#include "keeperfs/export.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/source.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::io {

/// Directories that are added hide what `below` has of that name; everything else is as it is there. What is
/// added can only be read: changing it is an Error(defect).
class KEEPERFS_EXPORT VirtualFiles : public FileSystem {
public:
    using Opener = std::function<std::unique_ptr<File>()>;
    /// `below` outlives this object.
    explicit VirtualFiles(FileSystem& below) : below_(below) {}

    void add_directory(const std::string& path); ///< an empty one
    /// Into a directory that was added. `size` and time are what list() shall say.
    void add(const std::string& directory, const DirectoryEntry& entry, Opener open);
    bool has(const std::string& path) const { return found(path) != nullptr; }

    std::unique_ptr<File> open_for_reading(const std::string& path) override;
    std::unique_ptr<File> create_new(const std::string& path) override;
    void rename(const std::string& from, const std::string& to, Existing policy) override;
    void remove(const std::string& path) override;
    void make_directory(const std::string& path) override { below_.make_directory(path); }
    void remove_directory(const std::string& path) override;
    void sync_directory(const std::string& path) override { below_.sync_directory(path); }
    std::vector<DirectoryEntry> list(const std::string& directory) override;
    bool exists(const std::string& path) override;
    bool is_directory(const std::string& path) override;
    bool is_regular_file(const std::string& path) override;
    Ownership ownership(const std::string& path) override;
    std::uint64_t free_space(const std::string& directory) override;
    bool takes_files_from_above(const std::string& directory) override;

private:
    struct VirtualFile {
        DirectoryEntry entry;
        Opener open;
    };
    using Directory = std::map<std::string, VirtualFile>;

    FileSystem& below_;
    std::map<std::string, Directory> directories_;

    const Directory* directory(const std::string& path) const;
    const VirtualFile* found(const std::string& path) const;
    void refuse_change(const std::string& path) const;
    bool is_hidden(const std::string& path) const;
};

/// What a source yields, for those who read a file from its first byte to its last: whoever reads elsewhere
/// has the source opened again, and read up to there.
KEEPERFS_EXPORT std::unique_ptr<File> file_of_source(std::function<std::unique_ptr<Source>()> open,
                                                     std::uint64_t size);

} // namespace keeperfs::io
