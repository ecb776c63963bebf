#include "keeperfs/base/error.h"
#include "keeperfs/storage/disk.h"

#include <utility>

namespace keeperfs::storage {

namespace {

class ReadOnlyDisk final : public Disk {
public:
    explicit ReadOnlyDisk(std::unique_ptr<Disk> disk) : disk_(std::move(disk)) {}
    std::vector<Entry> list(std::string_view prefix) override { return disk_->list(prefix); }
    std::optional<Entry> stat(std::string_view name) override { return disk_->stat(name); }
    std::unique_ptr<io::Source> open(std::string_view name) override { return disk_->open(name); }
    std::unique_ptr<io::Sink> create(std::string_view name, Existing) override { refuse(name); }
    void remove(std::string_view name) override { refuse(name); }
    std::string place(std::string_view name) const override { return disk_->place(name); }

private:
    std::unique_ptr<Disk> disk_;

    [[noreturn]] void refuse(std::string_view name) const {
        throw Error(ErrorKind::defect, "a command that only looks was about to change a file")
            .file(place(name));
    }
};

} // namespace

std::unique_ptr<Disk> read_only(std::unique_ptr<Disk> disk) {
    return std::make_unique<ReadOnlyDisk>(std::move(disk));
}

} // namespace keeperfs::storage
