#include "compare/lone_file.h"

#include "keeperfs/base/error.h"

namespace keeperfs::compare {

namespace {

class LoneFile final : public io::FileSystem {
public:
    LoneFile(io::FileSystem& files, const std::string& path) : files_(files), name_(io::name_of(path)) {}

    std::vector<io::DirectoryEntry> list(const std::string& directory) override {
        std::vector<io::DirectoryEntry> entries = files_.list(directory);
        std::erase_if(entries, [&](const io::DirectoryEntry& entry) { return entry.name != name_; });
        return entries;
    }
    std::unique_ptr<io::File> open_for_reading(const std::string& path) override {
        return files_.open_for_reading(path);
    }
    bool exists(const std::string& path) override { return files_.exists(path); }
    bool is_directory(const std::string& path) override { return files_.is_directory(path); }
    bool is_regular_file(const std::string& path) override { return files_.is_regular_file(path); }
    io::Ownership ownership(const std::string& path) override { return files_.ownership(path); }
    std::uint64_t free_space(const std::string& directory) override { return files_.free_space(directory); }

    bool takes_files_from_above(const std::string&) override { return false; }
    std::unique_ptr<io::File> create_new(const std::string& path) override { refuse(path); }
    void rename(const std::string& from, const std::string&, Existing) override { refuse(from); }
    void remove(const std::string& path) override { refuse(path); }
    void make_directory(const std::string& path) override { refuse(path); }
    void remove_directory(const std::string& path) override { refuse(path); }
    void sync_directory(const std::string& path) override { refuse(path); }

private:
    io::FileSystem& files_;
    std::string name_;

    [[noreturn]] static void refuse(const std::string& path) {
        throw Error(ErrorKind::defect, "a comparison writes nothing").file(path);
    }
};

} // namespace

std::unique_ptr<io::FileSystem> lone_file(io::FileSystem& files, const std::string& path) {
    return std::make_unique<LoneFile>(files, path);
}

} // namespace keeperfs::compare
