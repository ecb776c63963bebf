#include "migrate/same_place.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <fmt/format.h>

namespace keeperfs::migrate {

void refuse_same_place(const Place& from, const Place& to) {
    to.disk->remove(same_place_name); // of a run that died here
    const bool was_there = from.disk->stat(same_place_name).has_value();
    to.disk->create(same_place_name, storage::Disk::Existing::replace)->finish();
    const bool is_there = from.disk->stat(same_place_name).has_value();
    to.disk->remove(same_place_name);
    if (is_there && !was_there)
        throw Error(ErrorKind::refused, fmt::format("{} and {} are one place under two names",
                                                    escaped(from.name), escaped(to.name)))
            .file(to.disk->place(""))
            .hint("Nothing was moved. Name two different places.");
}

} // namespace keeperfs::migrate
