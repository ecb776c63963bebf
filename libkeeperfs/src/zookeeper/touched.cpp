#include "zookeeper/touched.h"

#include "zookeeper/log_walk.h"
#include "zookeeper/paths.h"
#include "zookeeper/quota.h"

namespace keeperfs::zookeeper {

void TouchedNodes::add_with_parent(Bytes path) {
    path = normalised(path);
    paths_.insert(path);
    if (!path.empty())
        paths_.insert(parent_of(path));
}

void TouchedNodes::add(const Transaction& txn) {
    if (txn.type == TxnType::create_session)
        created_sessions.insert(txn.session);
    if (txn.type == TxnType::close_session)
        closing_sessions.insert(txn.session);
    for (const Bytes path : txn.closed_paths)
        add_with_parent(path);
    if (txn.failed())
        return;
    for (const Operation& operation : txn.operations) {
        if (operation.type == TxnType::error || operation.type == TxnType::check)
            continue;
        add_with_parent(operation.path);
        for (const std::string_view leaf : {quota_limits_name, quota_stats_name})
            if (const auto target = quota_target(as_text(operation.path), leaf))
                quota_targets.emplace(*target);
    }
}

void TouchedNodes::announce_to(TreeState& tree) const {
    for (const std::int64_t session : closing_sessions)
        tree.expect_closing(session);
    for (const std::string& target : quota_targets)
        tree.quota.watch(target);
}

TransactionMark mark_of(const Transaction& txn) {
    return {txn.zxid, txn.session, txn.time_ms, txn.cxid, static_cast<std::int32_t>(txn.type)};
}

TouchedNodes find_touched(io::FileSystem& files, const std::vector<DataFile>& logs, std::int64_t first_zxid,
                          std::int64_t until) {
    TouchedNodes touched;
    bool reached = false;
    for (const DataFile& log : logs) {
        walk_log(
            files, log,
            [&](const TxnLogReader&, const Transaction& txn) {
                reached = txn.zxid > until;
                if (reached)
                    return false;
                touched.greatest_zxid = std::max(touched.greatest_zxid, txn.zxid);
                if (txn.zxid == first_zxid - 1)
                    touched.before = mark_of(txn);
                if (txn.zxid < first_zxid)
                    return true;
                if (!touched.first)
                    touched.first = txn.zxid;
                touched.add(txn);
                return true;
            },
            [](const TxnLogReader&) {});
        if (reached)
            break;
    }
    return touched;
}

std::int64_t zxid_before(io::FileSystem& files, const std::vector<DataFile>& logs, std::int64_t time_ms) {
    std::int64_t last = INT64_MAX;
    for (const DataFile& log : logs) {
        walk_log(
            files, log,
            [&](const TxnLogReader&, const Transaction& txn) {
                if (txn.time_ms > time_ms)
                    last = txn.zxid - 1;
                return last == INT64_MAX;
            },
            [](const TxnLogReader&) {});
        if (last != INT64_MAX)
            break;
    }
    return last;
}

} // namespace keeperfs::zookeeper
