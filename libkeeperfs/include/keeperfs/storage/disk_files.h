#pragma once
// Disks for whoever reads files by their paths.
#include "keeperfs/io/filesystem.h"
#include "keeperfs/storage/disk.h"

#include <map>
#include <memory>
#include <string>

namespace keeperfs::storage {

/// The file system below, with disks as directories in it, for reading. To change something there is
/// Error(defect). Files are meant to be read from front to back: going back begins anew.
class KEEPERFS_EXPORT DiskFiles final : public io::FileSystem {
public:
    explicit DiskFiles(io::FileSystem& below = io::FileSystem::system()) : below_(below) {}
    ~DiskFiles() override;

    /// `directory`: any name, without a slash at its end. What the file system below has there is hidden.
    void mount(std::string directory, std::shared_ptr<Disk> disk);

    std::unique_ptr<io::File> open_for_reading(const std::string& path) override;
    std::unique_ptr<io::File> create_new(const std::string& path) override;
    void rename(const std::string& from, const std::string& to, Existing policy) override;
    void remove(const std::string& path) override;
    void make_directory(const std::string& path) override;
    void remove_directory(const std::string& path) override;
    void sync_directory(const std::string& path) override;
    std::vector<io::DirectoryEntry> list(const std::string& directory) override;
    bool exists(const std::string& path) override;
    bool is_directory(const std::string& path) override;
    bool is_regular_file(const std::string& path) override;
    io::Ownership ownership(const std::string& path) override;
    std::uint64_t free_space(const std::string& directory) override; ///< of a disk: no end is known

private:
    io::FileSystem& below_;
    std::map<std::string, std::shared_ptr<Disk>> disks_;

    Disk* disk_at(const std::string& directory) const;
    Disk* disk_of(const std::string& path) const { return disk_at(io::directory_of(path)); }
    io::FileSystem& writable(const std::string& path) const;
};

} // namespace keeperfs::storage
