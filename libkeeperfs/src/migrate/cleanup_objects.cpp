#include "keeperfs/migrate/cleanup_objects.h"

#include "migrate/transfer.h"

#include "keeperfs/base/text.h"
#include "keeperfs/migrate/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace keeperfs::migrate {

namespace {

class Judgement {
public:
    Judgement(const Layout& layout, const Inventory& inventory, OtherDisks others, io::Meter* meter)
        : layout_(layout), others_(others), meter_(meter), pace_(std::nullopt, meter) {
        for (const StoredFile& file : inventory.files)
            if (file.kind != FileKind::state && !file.has_marker)
                of_size_.emplace(file.bytes, &file);
    }

    JudgedObject judge(UnnamedObject object) {
        JudgedObject judged{std::move(object), false, ""};
        const UnnamedObject& found = judged.object;
        if (others_ == OtherDisks::possible)
            judged.reason = "another disk's file may lead to it";
        else if (!found.disk_has_names)
            judged.reason = "the disk has no file at all: are its local files lost, it may be all there is";
        else if (const StoredFile* file = whole_file_like(found)) {
            judged.is_useless = true;
            judged.reason = fmt::format("no file leads to it, and {} has the same bytes and is whole",
                                        escaped(layout_.file(file->place, file->name)));
        } else
            judged.reason = "no whole file of these disks has its bytes";
        return judged;
    }

private:
    const Layout& layout_;
    OtherDisks others_;
    io::Meter* meter_;
    Pace pace_;
    std::multimap<std::uint64_t, const StoredFile*> of_size_;
    std::map<const StoredFile*, std::string> sums_; ///< SHA-256 of files that are whole, else empty

    const StoredFile* whole_file_like(const UnnamedObject& object) {
        const auto [begin, end] = of_size_.equal_range(object.entry.size);
        if (begin == end)
            return nullptr;
        const Content content = read_content(*object.store, object.entry.name, pace_);
        for (auto at = begin; at != end; ++at)
            if (sum_of_whole(*at->second) == content.sha256)
                return at->second;
        return nullptr;
    }
    const std::string& sum_of_whole(const StoredFile& file) {
        const auto [known, is_new] = sums_.try_emplace(&file);
        if (is_new && check_file(layout_, file, meter_).is_whole())
            known->second = read_content(*layout_.places[file.place].disk, file.name, pace_).sha256;
        return known->second;
    }
};

} // namespace

std::vector<JudgedObject> judge_objects(const Layout& layout, const Inventory& inventory, OtherDisks others,
                                        io::Meter* meter) {
    Judgement judgement(layout, inventory, others, meter);
    std::vector<JudgedObject> judged;
    for (UnnamedObject& object : find_unnamed_objects(layout))
        judged.push_back(judgement.judge(std::move(object)));
    return judged;
}

std::size_t remove_useless(const Layout& layout, const std::vector<JudgedObject>& objects) {
    std::set<std::string> unnamed;
    if (std::ranges::any_of(objects, &JudgedObject::is_useless))
        for (const UnnamedObject& object : find_unnamed_objects(layout))
            unnamed.insert(object.where());
    std::size_t removed = 0;
    for (const JudgedObject& judged : objects)
        if (judged.is_useless && unnamed.contains(judged.object.where())) {
            judged.object.store->remove(judged.object.entry.name);
            ++removed;
        }
    return removed;
}

} // namespace keeperfs::migrate
