#include "keeperfs/storage/disk_files.h"

#include "keeperfs/base/error.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace keeperfs::storage {

namespace {

class DiskFile final : public io::File {
public:
    DiskFile(Disk& disk, std::string name) : disk_(disk), name_(std::move(name)) { begin(); }

    std::size_t read_at(std::uint64_t offset, std::span<std::uint8_t> into) override {
        if (offset < position_)
            begin();
        std::array<std::uint8_t, 64 * 1024> passed_over{};
        while (position_ < offset) {
            const std::uint64_t left = offset - position_;
            if (read(std::span(passed_over).first(std::min<std::uint64_t>(left, passed_over.size()))) == 0)
                return 0;
        }
        std::size_t done = 0;
        while (done < into.size()) {
            const std::size_t count = read(into.subspan(done));
            if (count == 0)
                break;
            done += count;
        }
        return done;
    }
    std::uint64_t size() override { return size_; }
    void write(Bytes) override { refuse(); }
    void sync() override {}
    void close() override {}
    bool try_lock() override { return true; }

private:
    Disk& disk_;
    std::string name_;
    std::unique_ptr<io::Source> source_;
    std::uint64_t position_ = 0, size_ = 0;

    void begin() {
        source_ = disk_.open(name_);
        position_ = 0;
        const auto known = source_->remaining();
        const auto entry = known ? std::nullopt : disk_.stat(name_);
        size_ = known ? *known : entry ? entry->size : 0;
    }
    std::size_t read(std::span<std::uint8_t> into) {
        const std::size_t count = source_->read(into);
        position_ += count;
        return count;
    }
    [[noreturn]] void refuse() const {
        throw Error(ErrorKind::defect, "a file that is only read was to be written").file(disk_.place(name_));
    }
};

} // namespace

DiskFiles::~DiskFiles() = default;

void DiskFiles::mount(std::string directory, std::shared_ptr<Disk> disk) {
    disks_[std::move(directory)] = std::move(disk);
}

Disk* DiskFiles::disk_at(const std::string& directory) const {
    const auto found = disks_.find(directory);
    return found == disks_.end() ? nullptr : found->second.get();
}

io::FileSystem& DiskFiles::writable(const std::string& path) const {
    if (disk_of(path) != nullptr || disk_at(path) != nullptr)
        throw Error(ErrorKind::defect, "a disk that is only read was to be changed").file(path);
    return below_;
}

std::unique_ptr<io::File> DiskFiles::open_for_reading(const std::string& path) {
    if (Disk* const disk = disk_of(path))
        return std::make_unique<DiskFile>(*disk, io::name_of(path));
    return below_.open_for_reading(path);
}

std::unique_ptr<io::File> DiskFiles::create_new(const std::string& path) {
    return writable(path).create_new(path);
}
void DiskFiles::rename(const std::string& from, const std::string& to, Existing policy) {
    writable(to);
    writable(from).rename(from, to, policy);
}
void DiskFiles::remove(const std::string& path) { writable(path).remove(path); }
void DiskFiles::make_directory(const std::string& path) { writable(path).make_directory(path); }
void DiskFiles::remove_directory(const std::string& path) { writable(path).remove_directory(path); }
void DiskFiles::sync_directory(const std::string& path) { writable(path).sync_directory(path); }

std::vector<io::DirectoryEntry> DiskFiles::list(const std::string& directory) {
    Disk* const disk = disk_at(directory);
    if (disk == nullptr)
        return below_.list(directory);
    std::vector<io::DirectoryEntry> entries;
    for (Entry& entry : disk->list(""))
        entries.push_back({std::move(entry.name), io::FileKind::regular, entry.size, entry.modified_ms});
    return entries;
}

bool DiskFiles::exists(const std::string& path) {
    if (Disk* const disk = disk_of(path))
        return disk->stat(io::name_of(path)).has_value();
    return disk_at(path) != nullptr || below_.exists(path);
}
bool DiskFiles::is_directory(const std::string& path) {
    return disk_at(path) != nullptr || (disk_of(path) == nullptr && below_.is_directory(path));
}
bool DiskFiles::is_regular_file(const std::string& path) {
    if (disk_at(path) != nullptr)
        return false;
    return disk_of(path) != nullptr ? exists(path) : below_.is_regular_file(path);
}
io::Ownership DiskFiles::ownership(const std::string& path) {
    return disk_of(path) != nullptr || disk_at(path) != nullptr ? io::Ownership{} : below_.ownership(path);
}
std::uint64_t DiskFiles::free_space(const std::string& directory) {
    return disk_at(directory) != nullptr ? std::numeric_limits<std::uint64_t>::max()
                                         : below_.free_space(directory);
}

} // namespace keeperfs::storage
