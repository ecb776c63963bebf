#include "keeperfs/migrate/cleanup.h"

#include "migrate/transfer.h"

#include "keeperfs/base/text.h"
#include "keeperfs/migrate/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace keeperfs::migrate {

namespace {

class Cleanup {
public:
    Cleanup(const Layout& layout, const Inventory& inventory, io::Meter* meter)
        : layout_(layout), inventory_(inventory), meter_(meter), pace_(std::nullopt, meter) {}

    CleanupPlan plan() {
        for (const OtherFile& marker : inventory_.lone_markers)
            remove(marker.place, marker.name, marker.bytes, "a marker beside no file");
        for (const OtherFile& left : inventory_.leftovers)
            remove(left.place, left.name, left.bytes, "what a run that died left unfinished");
        for (const StoredFile& file : inventory_.files)
            if (file.has_marker)
                judge_marker(file);
        for (const StoredFile& file : inventory_.files)
            if (file.kind != FileKind::state && !is_at_home(file))
                judge_double(file);
        return std::move(plan_);
    }

private:
    const Layout& layout_;
    const Inventory& inventory_;
    io::Meter* meter_;
    Pace pace_;
    CleanupPlan plan_;
    std::set<const StoredFile*> freed_; ///< of their markers

    void remove(std::size_t place, const std::string& name, std::uint64_t bytes, std::string reason) {
        plan_.removals.push_back({place, name, bytes, std::move(reason)});
    }
    void keep(std::size_t place, const std::string& name, std::string reason) {
        plan_.kept.push_back({place, name, std::move(reason)});
    }
    Content content_of(const StoredFile& file) {
        return read_content(*layout_.places[file.place].disk, file.name, pace_);
    }
    const StoredFile* differing_copy(const StoredFile& file) {
        std::optional<Content> own;
        for (const StoredFile* copy : inventory_.copies(file.kind, file.name)) {
            if (copy == &file)
                continue;
            if (!own)
                own = content_of(file);
            if (content_of(*copy) != *own)
                return copy;
        }
        return nullptr;
    }
    void judge_marker(const StoredFile& file) {
        const std::string marker = marker_of(file.name);
        if (const FileCheck check = check_file(layout_, file, meter_); !check.is_whole())
            return keep(file.place, marker, "the file beside it is not whole: " + check.problem);
        if (const StoredFile* other = differing_copy(file))
            return keep(file.place, marker,
                        fmt::format("the file beside it differs from {}",
                                    escaped(layout_.file(other->place, other->name))));
        freed_.insert(&file);
        remove(file.place, marker, 0, "the file beside it is whole, and a server would delete both");
    }

    bool is_at_home(const StoredFile& file) const { return file.place == home_of(file); }
    std::size_t home_of(const StoredFile& file) const {
        const StoredFile* newest = inventory_.newest(file.kind);
        const Roles& roles = layout_.roles(file.kind);
        return newest != nullptr && newest->name == file.name ? roles.latest : roles.usual;
    }
    void judge_double(const StoredFile& file) {
        const auto copies = inventory_.copies(file.kind, file.name);
        const auto home = std::ranges::find_if(
            copies, [&](const StoredFile* copy) { return copy->place == home_of(file); });
        if (home == copies.end() || ((*home)->has_marker && !freed_.contains(*home)))
            return; // no double, or one that a server deletes
        if (file.has_marker && !freed_.contains(&file))
            return;
        if (const FileCheck check = check_file(layout_, **home, meter_); !check.is_whole())
            return keep(file.place, file.name, "the one at the right place is not whole: " + check.problem);
        if (content_of(file) != content_of(**home))
            return keep(file.place, file.name,
                        fmt::format("it differs from {}", escaped(layout_.file((*home)->place, file.name))));
        remove(
            file.place, file.name, file.bytes,
            fmt::format("the same as {}, which is whole", escaped(layout_.file((*home)->place, file.name))));
    }
};

} // namespace

CleanupPlan plan_cleanup(const Layout& layout, const Inventory& inventory, io::Meter* meter) {
    return Cleanup(layout, inventory, meter).plan();
}

void clean_up(const Layout& layout, const CleanupPlan& plan) {
    for (const Removal& removal : plan.removals)
        layout.places[removal.place].disk->remove(removal.name);
}

} // namespace keeperfs::migrate
