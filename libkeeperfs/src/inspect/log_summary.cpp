#include "keeperfs/inspect/log_summary.h"

namespace keeperfs::inspect {

void LogSummary::add(const LogEntry& entry) {
    const std::uint64_t index = entry.record.index;
    if (records > 0 && index <= last_index_)
        overwritten += last_index_ - index + 1;
    else if (records > 0)
        missing += index - last_index_ - 1;
    last_index_ = index;
    ++records;
    extend(indices, index);
    extend(terms, entry.record.term);
    if (entry.not_understood) {
        ++not_understood;
    } else if (entry.is_configuration()) {
        ++configurations;
    } else {
        extend(zxids, entry.request.zxid);
        if (entry.request.time_ms)
            extend(times, *entry.request.time_ms);
    }
}

} // namespace keeperfs::inspect
