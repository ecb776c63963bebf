#pragma once
// One random history as a directory of files, with the model's tree at its end and at one moment before.
#include "property/files.h"
#include "property/history.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::property {

struct Snapshot {
    std::int64_t zxid = 0;     ///< of the name
    std::int64_t newest = 0;   ///< the greatest zxid in the file
    std::int64_t finished = 0; ///< the last transaction of which it may show something
    std::optional<std::int64_t> digest_zxid;
    std::string name, bytes;
    bool damaged = false;

    /// What a reader can know of `finished`.
    std::int64_t known_end() const;
};

class Scenario {
public:
    explicit Scenario(std::uint64_t seed);

    const Model& end() const { return model_; }
    const Model& middle() const { return middle_; } ///< after some transaction
    std::int64_t middle_zxid() const { return middle_.last_zxid; }
    /// The snapshot that a server starts from, told to stop at `until`.
    const Snapshot* usable(std::int64_t until) const;
    /// True where files alone cannot tell that a snapshot shows something of later transactions.
    bool is_blurred(std::int64_t zxid) const;
    /// Records with a digest from (and without) `after` to `until`.
    std::uint64_t digests(std::int64_t after, std::int64_t until) const;
    /// Transactions after `after` whose successor has the next zxid: their absence can be seen.
    std::vector<std::int64_t> indispensable(std::int64_t after) const;

    void write_to(const std::string& directory, std::optional<std::int64_t> without = {}) const;
    /// What a copy has that was made when `cut` was the last transaction in the logs: with the snapshots that
    /// were whole by then, or, where they were copied later than the logs, with all that had been begun.
    void write_copy_to(const std::string& directory, std::int64_t cut, bool snapshots_later) const;
    /// Some transaction of the history.
    std::int64_t some_zxid(Random& random) const { return random.pick(txns_).zxid; }
    std::string describe() const;

private:
    std::uint64_t seed_;
    Random random_;
    Model model_, middle_;
    History history_;
    std::vector<LogFile> logs_;
    std::vector<Snapshot> snapshots_; ///< oldest first
    std::vector<Txn> txns_;
    std::optional<SnapshotInWriting> writing_;
    bool digests_on_;
    std::optional<std::string> newest_log_;

    void run();
    void one_transaction();
    void log(const Txn& txn);
    void write_some();
    void finish_snapshot(std::int64_t whole_zxid, std::uint64_t whole_digest);
    void damage_newest();
    void purge_logs();
};

} // namespace keeperfs::property
