#include "zookeeper/replay.h"

#include "zookeeper/log_walk.h"
#include "zookeeper/paths.h"
#include "zookeeper/touched.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/zookeeper/snapshot_format.h"
#include "keeperfs/zookeeper/txnlog_format.h"

#include <fmt/format.h>

namespace keeperfs::zookeeper {

namespace {

constexpr std::int64_t epoch_of(std::int64_t zxid) { return zxid >> 32; }
constexpr std::int64_t counter_of(std::int64_t zxid) { return zxid & 0xffff'ffff; }

void check_path(const Operation& operation) {
    const std::string_view path = as_text(operation.path);
    const bool may_be_root = operation.type == TxnType::set_data || operation.type == TxnType::set_acl;
    if (path == "/" && may_be_root)
        return;
    if (!path.starts_with('/') || path.ends_with('/') || path.find("//") != std::string_view::npos)
        throw Error(ErrorKind::bad_input, "a transaction names something that is no path of a znode")
            .found(path.empty() ? "nothing" : escaped(path), "an absolute path without empty parts");
}

} // namespace

Replay::Replay(TreeState& tree, const RestoreOptions& options, std::int64_t snapshot_zxid,
               std::int64_t fuzzy_until, const SnapshotTrailer& trailer, RestoreReport& report)
    : tree_(tree), options_(options), snapshot_zxid_(snapshot_zxid), fuzzy_until_(fuzzy_until),
      trailer_(trailer), report_(report), last_zxid_(snapshot_zxid), fuzzy_(fuzzy_until > snapshot_zxid) {
    if (!fuzzy_)
        end_fuzziness(snapshot_zxid);
}

void Replay::note(Severity severity, std::string code, const std::string& file,
                  std::optional<std::uint64_t> offset, std::string message) {
    report_.findings.push_back({severity, std::move(code), file, offset, std::move(message), {}});
}

/// Within an epoch every zxid is in the log; a new leader begins a later epoch with 1.
bool Replay::is_next(std::int64_t zxid) const noexcept {
    return zxid == last_zxid_ + 1 || (epoch_of(zxid) > epoch_of(last_zxid_) && counter_of(zxid) == 1);
}

void Replay::check_for_gap(const DataFile& log, const Transaction& txn) {
    if (is_next(txn.zxid))
        return;
    const std::int64_t first_of_epoch =
        static_cast<std::int64_t>(static_cast<std::uint64_t>(epoch_of(txn.zxid)) << 32) + 1;
    const bool within_epoch = first_of_epoch > last_zxid_ && first_of_epoch <= txn.zxid;
    const std::int64_t first_missing = within_epoch ? first_of_epoch : last_zxid_ + 1;
    const auto missing = static_cast<std::uint64_t>(txn.zxid - first_missing);
    const std::string what = fmt::format("transactions {} to {} are missing ({})", hex(first_missing),
                                         hex(txn.zxid - 1), counted(missing, "transaction", "transactions"));
    if (!options_.allow_gap)
        throw Error(ErrorKind::refused, what)
            .file(log.path)
            .at(txn.offset)
            .found(hex(txn.zxid), hex(last_zxid_ + 1))
            .hint("A log file is missing or was cut. Copy it from this server or from another of the "
                  "ensemble, convert the "
                  "directory of another server, stop before the gap with --until-zxid " +
                  hex(last_zxid_) + ", or accept the loss with --allow-gap.");
    report_.missing_transactions += missing;
    note(Severity::warning, "txnlog.gap", log.path, txn.offset, what);
}

bool Replay::apply(io::FileSystem& files, const DataFile& log, std::int64_t until, io::Meter* meter) {
    report_.logs.push_back({.file = log});
    const auto place = static_cast<std::uint32_t>(report_.logs.size() - 1);
    bool reached = false;
    std::uint64_t metered = 0;
    walk_log(
        files, log,
        [&](const TxnLogReader& reader, const Transaction& txn) {
            if (meter != nullptr) {
                meter->add(txn.offset - metered);
                metered = txn.offset;
            }
            if (!started_ && txn.zxid <= snapshot_zxid_)
                return true;
            reached = txn.zxid > until;
            if (reached)
                return false;
            if (txn.zxid <= last_zxid_) {
                if (passed_records_++ == 0)
                    note(Severity::warning, "txnlog.zxid-not-rising", log.path, txn.offset,
                         fmt::format("zxid {} does not follow {}; records that do not rise are passed over",
                                     hex(txn.zxid), hex(last_zxid_)));
                return true;
            }
            check_for_gap(log, txn);
            started_ = true;
            try {
                apply(reader, place, txn);
            } catch (Error& error) {
                error.at(txn.offset);
                throw;
            }
            last_zxid_ = txn.zxid;
            last_ = mark_of(txn);
            ++report_.logs.back().transactions;
            if (fuzzy_ && last_zxid_ >= fuzzy_until_)
                end_fuzziness(last_zxid_);
            if (!fuzzy_ && txn.digest && txn.digest->version == snapshot_format::digest_version)
                compare(txn.digest->value, txn.zxid, log.path, txn.offset);
            if (txn.leftover_bytes > 0 && leftovers_++ == 0)
                note(Severity::note, "txnlog.leftover-bytes", log.path, txn.offset,
                     fmt::format("the record of zxid {} has {} behind its body", hex(txn.zxid),
                                 counted(txn.leftover_bytes, "byte", "bytes")));
            return true;
        },
        [&](const TxnLogReader& reader) { report_end(log, reader); });
    return !reached;
}

void Replay::report_end(const DataFile& log, const TxnLogReader& reader) {
    UsedLog& used = report_.logs.back();
    used.end = reader.end();
    used.end_offset = reader.end_offset();
    used.torn_bytes = reader.torn_bytes();
    switch (reader.end()) {
    case TxnLogEnd::clean:
        break;
    case TxnLogEnd::empty_file:
        note(Severity::note, "txnlog.empty-file", log.path, 0,
             "the file is empty: its server died while making it. Nothing was in it");
        break;
    case TxnLogEnd::torn_header:
        note(Severity::warning, "txnlog.torn-header", log.path, 0,
             "the file ends inside its header: its server died while making it. Nothing was in it");
        break;
    case TxnLogEnd::torn_record:
        note(Severity::warning, "txnlog.torn-tail", log.path, reader.end_offset(),
             fmt::format("the last record is cut ({} left); it was dropped, as a ZooKeeper server does",
                         counted(reader.torn_bytes(), "byte is", "bytes are")));
        break;
    }
}

void Replay::apply(const TxnLogReader& reader, std::uint32_t log, const Transaction& txn) {
    tree_.note_session(txn.session);
    if (txn.type == TxnType::create_session)
        tree_.open_session(txn.session, txn.timeout_ms);
    if (txn.type == TxnType::close_session)
        tree_.close_session(txn.closed_paths,
                            {.log = log, .zxid = txn.zxid, .time_ms = txn.time_ms, .session = txn.session});
    if (txn.failed())
        return;
    for (const Operation& operation : txn.operations)
        apply(reader, log, txn, operation);
}

void Replay::apply(const TxnLogReader& reader, std::uint32_t log, const Transaction& txn,
                   const Operation& operation) {
    if (operation.type == TxnType::error || operation.type == TxnType::check)
        return;
    check_path(operation);
    const Origin origin{.log = log,
                        .path_offset = reader.offset_of(operation.path),
                        .data_offset = operation.data.empty() ? 0 : reader.offset_of(operation.data),
                        .zxid = txn.zxid,
                        .time_ms = txn.time_ms,
                        .session = txn.session};
    Outcome outcome = Outcome::done;
    switch (operation.type) {
    case TxnType::create:
    case TxnType::create2:
    case TxnType::create_container:
    case TxnType::create_ttl:
        outcome = tree_.create(operation, origin);
        break;
    case TxnType::remove:
    case TxnType::delete_container:
        outcome = tree_.remove(operation.path, origin);
        break;
    case TxnType::set_data:
    case TxnType::reconfig:
        outcome = tree_.set_data(operation, origin);
        break;
    case TxnType::set_acl:
        outcome = tree_.set_acl(operation);
        break;
    case TxnType::close_session:
    case TxnType::create_session:
    case TxnType::error:
    case TxnType::check:
    case TxnType::multi:
        break;
    }
    // In the fuzzy range the snapshot may hold the outcome already; elsewhere it does not fit the tree.
    if (outcome == Outcome::done || txn.zxid <= fuzzy_until_)
        return;
    std::uint64_t& count = outcome == Outcome::missing ? missing_nodes_ : existing_nodes_;
    if (count++ == 0)
        note(Severity::warning, outcome == Outcome::missing ? "replay.no-node" : "replay.node-exists",
             report_.logs[log].file.path, txn.offset,
             fmt::format("transaction {} ({}) does not fit the tree: {} {}", hex(txn.zxid),
                         name_of(operation.type), escaped(as_text(operation.path)),
                         outcome == Outcome::missing ? "or its parent is missing" : "is there already"));
}

void Replay::end_fuzziness(std::int64_t zxid) {
    fuzzy_ = false;
    const auto& digest = trailer_.digest;
    // A digest zxid below the newest change in the tree was taken while that change was half applied.
    if (digest && digest->version == snapshot_format::digest_version && digest->zxid > 0 &&
        digest->zxid == zxid && zxid == fuzzy_until_ && report_.snapshot)
        compare(digest->value, zxid, report_.snapshot->path, 0);
}

void Replay::compare(std::uint64_t expected, std::int64_t zxid, const std::string& file,
                     std::uint64_t offset) {
    if (tree_.digest_lost)
        return;
    ++compared_;
    const auto judge = [&](std::uint64_t found, std::uint64_t& agreed, std::optional<Mismatch>& first) {
        if (found == expected)
            ++agreed;
        else if (!first)
            first = {file, offset, zxid, expected, tree_.digest};
    };
    judge(tree_.digest.utf8, agreed_utf8_, first_utf8_mismatch_);
    judge(tree_.digest.ascii, agreed_ascii_, first_ascii_mismatch_);
}

/// A server always keeps zeros behind the newest record (a log that a follower truncated has none). Without
/// them a cut between two records, or inside the zeros that the next one began with, cannot be told from the
/// end.
void Replay::note_missing_padding() {
    if (report_.logs.empty())
        return;
    const UsedLog& newest = report_.logs.back();
    const bool read_to_its_end = newest.end == TxnLogEnd::clean && newest.end_offset > 0;
    if (read_to_its_end && newest.file.size < newest.end_offset + txnlog_format::record_prefix_bytes)
        note(Severity::note, "txnlog.no-padding", newest.file.path, newest.end_offset,
             "the newest log has no zeros behind its last record, where a server keeps some; if it was cut, "
             "later transactions are missing");
}

void Replay::finish() {
    report_.last_zxid = last_zxid_;
    note_missing_padding();
    for (const UsedLog& log : report_.logs)
        report_.transactions += log.transactions;
    if (missing_nodes_ + existing_nodes_ > 1)
        note(Severity::warning, "replay.misfits", {}, std::nullopt,
             fmt::format("{} did not fit the tree ({} missing, {} already there)",
                         counted(missing_nodes_ + existing_nodes_, "operation", "operations"), missing_nodes_,
                         existing_nodes_));

    report_.digests_compared = compared_;
    report_.digests_in_ascii =
        options_.digest_charset == DigestCharsetChoice::ascii ||
        (options_.digest_charset == DigestCharsetChoice::automatic && agreed_ascii_ > agreed_utf8_);
    report_.digests_agreed = report_.digests_in_ascii ? agreed_ascii_ : agreed_utf8_;

    if (fuzzy_) {
        const std::string what = fmt::format("the snapshot was written while requests ran and holds parts of "
                                             "transactions up to {}, but the logs "
                                             "end at {}",
                                             hex(fuzzy_until_), hex(last_zxid_));
        if (!options_.allow_fuzzy)
            throw Error(ErrorKind::refused, what)
                .file(report_.snapshot ? report_.snapshot->path : options_.snapshots_dir)
                .hint(fmt::format("Give the directory with the logs that hold {} to {} as "
                                  "--zookeeper-logs-dir, use another "
                                  "server's files, or accept a tree that never was with --allow-fuzzy.",
                                  hex(last_zxid_ + 1), hex(fuzzy_until_)));
        note(Severity::warning, "snapshot.fuzzy", report_.snapshot ? report_.snapshot->path : "",
             std::nullopt, what);
    }
    const auto& mismatch = report_.digests_in_ascii ? first_ascii_mismatch_ : first_utf8_mismatch_;
    if (!mismatch)
        return;
    const std::uint64_t found = report_.digests_in_ascii ? mismatch->found.ascii : mismatch->found.utf8;
    const std::string what = fmt::format(
        "after transaction {} the tree differs from the digest that ZooKeeper recorded ({} of {} agree)",
        hex(mismatch->zxid), grouped(report_.digests_agreed), grouped(compared_));
    if (!options_.allow_digest_mismatch)
        throw Error(ErrorKind::refused, what)
            .file(mismatch->file)
            .at(mismatch->offset)
            .found(hex(found), hex(mismatch->expected))
            .hint("Transactions are missing, or a file was changed. Use another server's files, or accept "
                  "the tree as it is "
                  "with --allow-digest-mismatch.");
    note(Severity::warning, "digest.mismatch", mismatch->file, mismatch->offset, what);
}

} // namespace keeperfs::zookeeper
