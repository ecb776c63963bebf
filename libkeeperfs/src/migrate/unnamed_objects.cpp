#include "keeperfs/migrate/unnamed_objects.h"

#include <set>
#include <utility>

namespace keeperfs::migrate {

std::vector<UnnamedObject> find_unnamed_objects(const Layout& layout) {
    std::vector<UnnamedObject> objects;
    std::set<std::string> seen;
    for (std::size_t place = 0; place < layout.places.size(); ++place)
        if (const std::shared_ptr<storage::Disk> store = layout.places[place].disk->store())
            for (storage::Entry& entry : store->list(""))
                if (seen.insert(store->place(entry.name)).second)
                    objects.push_back({place, store, std::move(entry)});

    // Behind the lists: a running server gives an object its name when it is there.
    std::set<std::string> named;
    std::vector<bool> has_names(layout.places.size());
    for (std::size_t place = 0; place < layout.places.size(); ++place) {
        std::set<std::string> places = layout.places[place].disk->object_places();
        has_names[place] = !places.empty();
        named.merge(places);
    }
    std::erase_if(objects, [&](const UnnamedObject& object) { return named.contains(object.where()); });
    for (UnnamedObject& object : objects)
        object.disk_has_names = has_names[object.place];
    return objects;
}

} // namespace keeperfs::migrate
