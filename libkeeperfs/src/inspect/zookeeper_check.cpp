#include "keeperfs/inspect/zookeeper_check.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/metered_source.h"
#include "keeperfs/zookeeper/data_dir.h"
#include "keeperfs/zookeeper/restore.h"
#include "keeperfs/zookeeper/snapshot_reader.h"
#include "keeperfs/zookeeper/txnlog_reader.h"

#include <fmt/format.h>

namespace keeperfs::inspect {

namespace {

using zookeeper::DataFile;
using zookeeper::TxnLogEnd;

bool has_zookeeper_files(io::FileSystem& files, const std::string& directory) {
    return !zookeeper::list_snapshots(files, directory).empty() ||
           !zookeeper::list_logs(files, directory).empty();
}

/// jute.maxbuffer by default and 1024 bytes more, which is what releases before 3.5.7 read. Later ones read
/// twice the former.
constexpr std::uint64_t least_length_limit = 0xfffff + 1024;

class Checker {
public:
    Checker(io::FileSystem& files, ZookeeperCheck& check, io::Meter* meter)
        : files_(files), check_(check), meter_(meter) {}

    void check() {
        const auto snapshots = zookeeper::list_snapshots(files_, check_.snapshots_dir);
        const auto logs = zookeeper::list_logs(files_, check_.logs_dir);
        check_.snapshots = snapshots.size();
        check_.logs = logs.size();
        for (const DataFile& file : snapshots)
            read_snapshot(file);
        for (std::size_t i = 0; i < logs.size(); ++i)
            read_log(logs[i], i + 1 == logs.size());
        restore();
    }

private:
    io::FileSystem& files_;
    ZookeeperCheck& check_;
    io::Meter* meter_;

    void add(Severity severity, const char* code, const DataFile& file, std::string message,
             std::optional<std::uint64_t> offset = std::nullopt, std::string hint = "") {
        check_.findings.push_back({severity, code, file.path, offset, std::move(message), std::move(hint)});
    }
    void read_snapshot(const DataFile& file) {
        try {
            if (const auto reason = zookeeper::reason_not_a_snapshot(files_, file)) {
                add(Severity::warning, "zookeeper.snapshot-passed-over", file, *reason, std::nullopt,
                    "A ZooKeeper server takes an older one.");
                return;
            }
            const auto source = zookeeper::open_snapshot(files_, file);
            zookeeper::SnapshotReader reader(*source);
            for (zookeeper::SnapshotNode node; reader.next(node);) {
            }
        } catch (const Error& error) {
            report_damage(error, "zookeeper.snapshot-damaged", file);
        }
    }
    void read_log(const DataFile& file, bool is_newest) {
        try {
            auto source = io::metered_file(files_, file.path, meter_);
            zookeeper::TxnLogReader reader(source);
            bool has_records = false;
            std::uint64_t begin = 0;
            zookeeper::Transaction txn;
            while (reader.next(txn)) {
                if (has_records)
                    judge_length(file, begin, txn.offset);
                begin = txn.offset;
                has_records = true;
            }
            if (has_records)
                judge_length(file, begin, reader.end_offset());
            judge_end(reader, file, is_newest, has_records);
        } catch (const Error& error) {
            report_damage(error, "zookeeper.log-damaged", file);
        }
    }
    /// ZOOKEEPER-4306: such a record, of a session with very many ephemerals, is written and cannot be read.
    void judge_length(const DataFile& file, std::uint64_t begin, std::uint64_t end) {
        const std::uint64_t bytes = end - begin;
        if (bytes > least_length_limit)
            add(Severity::warning, "zookeeper.record-over-jute-maxbuffer", file,
                fmt::format(
                    "a record of {} bytes: with the default jute.maxbuffer some releases do not start",
                    bytes),
                begin, "Set jute.maxbuffer of every server above this size before it is started.");
    }
    /// ZOOKEEPER-1621, ZOOKEEPER-2332: a newest log without a complete header ends the start of many
    /// releases.
    void judge_end(const zookeeper::TxnLogReader& reader, const DataFile& file, bool is_newest,
                   bool has_records) {
        const Severity severity = is_newest ? Severity::warning : Severity::error;
        switch (reader.end()) {
        case TxnLogEnd::clean:
            // A log is made with its first record: in the newest a crash came between, elsewhere it is lost.
            if (!has_records && !is_newest)
                add(severity, "zookeeper.log-without-records", file,
                    "the log has a header and no record, but is not the newest: its records are lost", 0,
                    "Servers pass over it in silence. Give another copy of it, from this server or another "
                    "of the ensemble.");
            return;
        case TxnLogEnd::empty_file:
            add(severity, "zookeeper.log-empty", file,
                "the log is empty: a server died while it made the file", 0,
                "3.8.0 does not start with it, 3.9.3 deletes it; move it away.");
            return;
        case TxnLogEnd::torn_header:
            add(severity, "zookeeper.log-torn-header", file, "the log ends inside its header", 0,
                "3.8.0 does not start with it; move it away.");
            return;
        case TxnLogEnd::torn_record:
            add(severity, "zookeeper.log-torn-tail", file,
                "the last record is incomplete, as after a crash; servers end there", reader.end_offset(),
                is_newest ? "Normal after a crash: a server starts and goes on behind the record before it."
                          : "Give another copy of the log: what came behind is lost.");
            return;
        }
    }
    void report_damage(const Error& error, const char* code, const DataFile& file) {
        if (error.kind() != ErrorKind::bad_input)
            throw;
        add(Severity::error, code, file, error.finding(), error.offset(), error.advice().value_or(""));
    }
    /// Of a place that was found before.
    bool is_known(const Finding& finding) const {
        return finding.offset && std::ranges::any_of(check_.findings, [&](const Finding& other) {
                   return other.file == finding.file && other.offset == finding.offset;
               });
    }
    void restore() {
        zookeeper::RestoreOptions options;
        options.snapshots_dir = check_.snapshots_dir;
        options.logs_dir = check_.logs_dir;
        options.allow_fuzzy = options.allow_gap = options.allow_digest_mismatch = true;
        try {
            const zookeeper::RestoredTree tree = zookeeper::restore(files_, options, meter_);
            const zookeeper::RestoreReport& report = tree.report();
            if (report.snapshot)
                check_.snapshot = report.snapshot->name;
            check_.transactions = report.transactions;
            check_.last_zxid = report.last_zxid;
            for (const Finding& finding : report.findings)
                if (!is_known(finding))
                    check_.findings.push_back(with_next_step(finding));
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::bad_input && error.kind() != ErrorKind::refused)
                throw;
            check_.starts = false;
            check_.reason = error.finding();
            check_.findings.push_back({Severity::error, "zookeeper.does-not-start",
                                       error.file().value_or(check_.snapshots_dir), error.offset(),
                                       error.finding(), what_would_help()});
        }
    }
    /// A server does not see a gap, and applies what follows to a tree of another time.
    static Finding with_next_step(Finding finding) {
        if (finding.code == "txnlog.gap") {
            finding.severity = Severity::error;
            finding.hint =
                "Servers do not notice it. Give the missing log, from another server of the ensemble.";
        }
        return finding;
    }
    std::string what_would_help() const {
        const auto logs = zookeeper::list_logs(files_, check_.logs_dir);
        if (check_.snapshots > 0 || logs.empty())
            return "Give another copy of the file, from another server of the ensemble or a backup.";
        constexpr std::int64_t counter = 0xffffffff; // below it the epoch
        return (logs.front().zxid & counter) <= 1
                   ? "The log goes back to the first transaction: with zookeeper.snapshot.trust.empty=true a "
                     "server starts from it."
                   : fmt::format(
                         "The log begins with zxid {} only: give the snapshot before it, from another "
                         "server of the ensemble or a backup.",
                         hex(logs.front().zxid));
    }
};

} // namespace

std::optional<std::string> find_zookeeper_dir(io::FileSystem& files, const std::string& directory) {
    if (!files.is_directory(directory))
        return std::nullopt;
    const std::string below = io::join(directory, "version-2");
    if (files.is_directory(below) && has_zookeeper_files(files, below))
        return below;
    return has_zookeeper_files(files, directory) ? std::optional(directory) : std::nullopt;
}

ZookeeperCheck check_zookeeper(io::FileSystem& files, const std::string& snapshots_dir,
                               const std::string& logs_dir, io::Meter* meter) {
    ZookeeperCheck check;
    check.snapshots_dir = snapshots_dir;
    check.logs_dir = logs_dir;
    Checker(files, check, meter).check();
    return check;
}

} // namespace keeperfs::inspect
