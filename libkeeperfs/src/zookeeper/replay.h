#pragma once
// Transactions over a TreeState, with the checks that tell a whole history from one with holes.
#include "zookeeper/tree_state.h"

#include "keeperfs/zookeeper/restore.h"
#include "keeperfs/zookeeper/snapshot_reader.h"

#include <cstdint>
#include <string>
#include <vector>

namespace keeperfs::zookeeper {

class Replay {
public:
    /// `fuzzy_until`: nothing about the tree can be checked before this transaction.
    Replay(TreeState& tree, const RestoreOptions& options, std::int64_t snapshot_zxid,
           std::int64_t fuzzy_until, const SnapshotTrailer& trailer, RestoreReport& report);

    /// Applies what is new in this log; false once the last wanted transaction was reached.
    bool apply(io::FileSystem& files, const DataFile& log, std::int64_t until, io::Meter* meter);
    /// Completes the report. Throws Error(refused) for a snapshot that is still fuzzy and for digests that
    /// differ.
    void finish();
    /// The transaction applied last.
    const std::optional<TransactionMark>& last() const noexcept { return last_; }

private:
    TreeState& tree_;
    const RestoreOptions& options_;
    std::int64_t snapshot_zxid_, fuzzy_until_;
    const SnapshotTrailer& trailer_;
    RestoreReport& report_;
    std::int64_t last_zxid_;
    std::optional<TransactionMark> last_;
    bool started_ = false; ///< the first transaction behind the snapshot was met
    bool fuzzy_;
    std::uint64_t compared_ = 0, agreed_utf8_ = 0, agreed_ascii_ = 0;
    struct Mismatch {
        std::string file;
        std::uint64_t offset = 0;
        std::int64_t zxid = 0;
        std::uint64_t expected = 0;
        TreeDigest found;
    };
    std::optional<Mismatch> first_utf8_mismatch_, first_ascii_mismatch_;
    std::uint64_t missing_nodes_ = 0, existing_nodes_ = 0, passed_records_ = 0, leftovers_ = 0;

    bool is_next(std::int64_t zxid) const noexcept;
    void check_for_gap(const DataFile& log, const Transaction& txn);
    void apply(const TxnLogReader& reader, std::uint32_t log, const Transaction& txn);
    void apply(const TxnLogReader& reader, std::uint32_t log, const Transaction& txn,
               const Operation& operation);
    void end_fuzziness(std::int64_t zxid);
    void compare(std::uint64_t expected, std::int64_t zxid, const std::string& file, std::uint64_t offset);
    void report_end(const DataFile& log, const TxnLogReader& reader);
    void note_missing_padding();
    void note(Severity severity, std::string code, const std::string& file,
              std::optional<std::uint64_t> offset, std::string message);
};

} // namespace keeperfs::zookeeper
