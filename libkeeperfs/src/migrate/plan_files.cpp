#include "migrate/plan_rules.h"

#include "keeperfs/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace keeperfs::migrate {

namespace {

bool is_old(const Roles& roles, std::size_t place) {
    return place != roles.usual && place != roles.latest && roles.is_read(place);
}

/// The logs and snapshots of one kind, and where each has its right place.
class Placing {
public:
    Placing(const Layout& layout, const Inventory& inventory, FileKind kind, Plan& plan)
        : layout_(layout), inventory_(inventory), kind_(kind), roles_(layout.roles(kind)),
          newest_(inventory.newest(kind)), plan_(plan) {}

    void place(const StoredFile& file) {
        if (file.has_marker)
            return stay_condemned(file);
        const std::size_t target = target_of(file);
        if (file.place == target)
            return stay(file, "it lies where it belongs");
        const bool is_first = first_sound(file) == &file;
        const Action action = has_sound(target, file.name) || !is_first ? Action::drop_double : Action::copy;
        plan_.moves.push_back({kind_, file.name, file.bytes, file.place, target, action,
                               reason_of(file, action), is_newest(file)});
    }

private:
    const Layout& layout_;
    const Inventory& inventory_;
    FileKind kind_;
    const Roles& roles_;
    const StoredFile* newest_;
    Plan& plan_;

    bool is_newest(const StoredFile& file) const { return newest_ != nullptr && file.name == newest_->name; }
    std::size_t target_of(const StoredFile& file) const {
        return is_newest(file) ? roles_.latest : roles_.usual;
    }
    const StoredFile* first_sound(const StoredFile& file) const {
        for (const StoredFile* copy : inventory_.copies(kind_, file.name))
            if (!copy->has_marker)
                return copy;
        return nullptr;
    }
    bool has_sound(std::size_t place, std::string_view name) const {
        return std::ranges::any_of(inventory_.copies(kind_, name), [&](const StoredFile* copy) {
            return copy->place == place && !copy->has_marker;
        });
    }
    std::string reason_of(const StoredFile& file, Action action) const {
        if (action == Action::drop_double)
            return "the target has it already";
        if (is_old(roles_, file.place))
            return "the disk is to be emptied";
        return is_newest(file) ? fmt::format("the newest {} has a disk of its own", name_of(kind_))
                               : fmt::format("it is not the newest {} any more", name_of(kind_));
    }
    void stay(const StoredFile& file, std::string reason) {
        plan_.stays.push_back({kind_, file.name, file.bytes, file.place, std::move(reason)});
    }
    /// An unfinished copy, to be made anew from its source; or the last copy, which must not be lost.
    void stay_condemned(const StoredFile& file) {
        if (first_sound(file) != nullptr)
            return stay(file, "an unfinished copy: a server deletes it, and another disk has the file");
        stay(file, "its marker says that it is unfinished: a server deletes both at its start");
        plan_.findings.push_back(finding_of(
            Severity::warning, "disk.condemned", layout_.file(file.place, file.name),
            fmt::format(
                "the marker {} beside this file says that it is unfinished, and a server from 23.7 on "
                "deletes both at its start; no other disk has it",
                escaped(marker_of(file.name))),
            "keeperctl disk cleanup removes the marker if the file proves to be whole."));
    }
};

} // namespace

void plan_files(const Layout& layout, const Inventory& inventory, FileKind kind, Plan& plan) {
    std::vector<const StoredFile*> files;
    for (const StoredFile& file : inventory.files)
        if (file.kind == kind)
            files.push_back(&file);
    std::ranges::stable_sort(files, {}, [](const StoredFile* file) { return file->from; });
    Placing placing(layout, inventory, kind, plan);
    for (const StoredFile* file : files)
        placing.place(*file);
}

} // namespace keeperfs::migrate
