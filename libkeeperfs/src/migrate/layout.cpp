#include "keeperfs/migrate/layout.h"

#include <algorithm>

namespace keeperfs::migrate {

const char* name_of(FileKind kind) noexcept {
    switch (kind) {
    case FileKind::log:
        return "log";
    case FileKind::snapshot:
        return "snapshot";
    case FileKind::state:
        return "state";
    }
    return "";
}

std::vector<std::size_t> Roles::read_order() const {
    std::vector<std::size_t> order;
    const auto add = [&](std::size_t place) {
        if (std::ranges::find(order, place) == order.end())
            order.push_back(place);
    };
    std::ranges::for_each(old, add);
    add(usual);
    add(latest);
    return order;
}

bool Roles::is_read(std::size_t place) const {
    return place == usual || place == latest || std::ranges::find(old, place) != old.end();
}

const Roles& Layout::roles(FileKind kind) const noexcept {
    return kind == FileKind::log ? logs : kind == FileKind::snapshot ? snapshots : state;
}
Roles& Layout::roles(FileKind kind) noexcept {
    return kind == FileKind::log ? logs : kind == FileKind::snapshot ? snapshots : state;
}

std::size_t Layout::add(Place place) {
    const auto known = std::ranges::find(places, place.identity, &Place::identity);
    if (known != places.end())
        return static_cast<std::size_t>(known - places.begin());
    places.push_back(std::move(place));
    return places.size() - 1;
}

std::string Layout::file(std::size_t place, std::string_view name) const {
    return places[place].disk->place(name);
}

} // namespace keeperfs::migrate
