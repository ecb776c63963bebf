#include "keeper/look_ahead.h"

namespace keeperfs::keeper {

void LookAhead::note(LogAhead& log, std::uint64_t index, const Request* request) {
    log.superseded.note(index);
    log.last_index = index;
    if (log.records++ == 0)
        log.first_index = index;
    if (touched && request != nullptr && index > from_index)
        touched->add(*request);
}

void LookAhead::merge(LookAhead&& other) {
    if (!touched)
        touched = std::move(other.touched);
    else if (other.touched)
        touched->merge(*other.touched);
    logs.merge(other.logs);
}

} // namespace keeperfs::keeper
