#include "zookeeper/restorer.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace keeperfs::zookeeper {

namespace {

/// What options allow elsewhere, no option allows here.
Error with_the_only_advice(const Error& error) {
    if (error.kind() != ErrorKind::refused)
        return error;
    Error told(error.kind(), error.message());
    if (error.file())
        told.file(*error.file());
    if (error.offset())
        told.at(*error.offset());
    return told;
}

} // namespace

std::unique_ptr<RestoredTree::State> Restorer::run_onto(BaseTree base) {
    note_unusable_names();
    const std::int64_t first = base.end.zxid + 1;
    const std::vector<DataFile> logs = logs_to_read(all_logs_, first);
    TouchedNodes touched = find_touched(files_, logs, first, until_);
    check_that_logs_go_on(base.end, touched);
    for (const std::string& path : base.late_parents)
        touched.add_with_parent(as_bytes(path));
    if (meter_ != nullptr)
        meter_->start("reading the bulk result", base.file.size);
    const auto loaded =
        load_base(base, touched, MemoryBudget(options_.memory_limit, options_.memory_elsewhere), meter_);
    auto state = std::make_unique<RestoredTree::State>();
    state->report.snapshot = base.file;
    state->report.snapshot_zxid = base.end.zxid;
    state->report.fuzzy_until = std::max(base.end.zxid, base.end.fuzzy_until);
    state->tree = std::move(loaded->tree);
    state->acl_numbers = std::move(loaded->acl_numbers);
    state->last = base.end.last;
    state->report.passed_over = std::move(passed_over_);
    state->base = std::move(base);
    try {
        replay(*state, logs, {}, touched.greatest_zxid);
    } catch (const Error& error) {
        throw with_the_only_advice(error);
    }
    check_that_logs_tell_all(state->report);
    return state;
}

/// Transactions of one epoch follow one another, so the one that the tree ends with, or the next, shows
/// that both come from the same history. Else a part of that tree may have been taken back, or never
/// happened here.
void Restorer::check_that_logs_go_on(const RestoredEnd& end, const TouchedNodes& touched) const {
    bool shown = touched.before ? !end.last || *touched.before == *end.last : touched.first == end.zxid + 1;
    if (!touched.before && !touched.first)
        shown = std::ranges::any_of(snapshots_,
                                    [&](const DataFile& snapshot) { return snapshot.zxid == end.zxid; });
    if (shown)
        return;
    throw Error(ErrorKind::refused,
                touched.before ? fmt::format("transaction {} is another one here than in the files that "
                                             "were converted",
                                             hex(end.zxid))
                               : fmt::format("the logs do not have transaction {}, with which the tree "
                                             "ends, nor the next one",
                                             hex(end.zxid)))
        .file(options_.logs_dir);
}

/// A server that was sent a snapshot has no log of what led to it.
void Restorer::check_that_logs_tell_all(const RestoreReport& report) const {
    const auto beyond = std::ranges::find_if(snapshots_, [&](const DataFile& snapshot) {
        return snapshot.zxid > report.last_zxid && !reason_not_a_snapshot(files_, snapshot);
    });
    if (beyond != snapshots_.end())
        throw Error(ErrorKind::refused,
                    fmt::format("this snapshot is newer than the last transaction in the logs, {}",
                                hex(report.last_zxid)))
            .file(beyond->path);
    for (const Finding& finding : report.findings)
        if (finding.code.starts_with("replay."))
            throw Error(ErrorKind::refused, finding.message).file(finding.file);
}

RestoredTree restore_onto(io::FileSystem& files, BaseTree base, const RestoreOptions& options,
                          io::Meter* meter) {
    try {
        return RestoredTree(Restorer(files, options, meter).run_onto(std::move(base)));
    } catch (Error& error) {
        if (error.kind() == ErrorKind::refused)
            error.hint(
                "It cannot be shown that going on from the bulk result gives what ZooKeeper has. Make a "
                "full conversion.");
        throw;
    }
}

} // namespace keeperfs::zookeeper
