#include "keeperfs/base/error.h"
#include "keeperfs/storage/disk.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace keeperfs::storage {

namespace {

bool have_one_name(const Entry& a, const Entry& b) { return a.name == b.name; }

class UnionDisk final : public Disk {
public:
    explicit UnionDisk(std::vector<std::unique_ptr<Disk>> disks) : disks_(std::move(disks)) {}

    std::vector<Entry> list(std::string_view prefix) override {
        std::vector<Entry> all;
        for (const auto& disk : disks_)
            std::ranges::move(disk->list(prefix), std::back_inserter(all));
        std::ranges::stable_sort(all, {}, &Entry::name); // of one name the first disk's stays in front
        all.erase(std::unique(all.begin(), all.end(), have_one_name), all.end());
        return all;
    }
    std::optional<Entry> stat(std::string_view name) override {
        for (const auto& disk : disks_)
            if (auto entry = disk->stat(name))
                return entry;
        return std::nullopt;
    }
    std::unique_ptr<io::Source> open(std::string_view name) override { return holder(name).open(name); }
    std::unique_ptr<io::Sink> create(std::string_view name, Existing) override { refuse(name); }
    void remove(std::string_view name) override { refuse(name); }
    std::string place(std::string_view name) const override { return holder(name).place(name); }

private:
    std::vector<std::unique_ptr<Disk>> disks_;

    /// The first disk for a name that none has.
    Disk& holder(std::string_view name) const {
        for (const auto& disk : disks_)
            if (disk->stat(name))
                return *disk;
        return *disks_.front();
    }
    [[noreturn]] void refuse(std::string_view name) const {
        throw Error(ErrorKind::defect, "a file was to be changed on one of several disks").file(place(name));
    }
};

} // namespace

std::unique_ptr<Disk> union_disk(std::vector<std::unique_ptr<Disk>> disks) {
    if (disks.empty())
        throw Error(ErrorKind::defect, "no disk is there to be read");
    return disks.size() == 1 ? std::move(disks.front()) : std::make_unique<UnionDisk>(std::move(disks));
}

} // namespace keeperfs::storage
