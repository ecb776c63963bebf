#pragma once
// The model's files as a server writes them.
#include "property/model.h"
#include "property/random.h"
#include "support/zookeeper_dir.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace keeperfs::property {

/// A record of the log, whole.
std::string record_of(const Txn& txn);

struct LogFile {
    std::int64_t first_zxid = 0;
    std::vector<std::pair<std::int64_t, std::string>> records; ///< zxid, bytes
    std::string tail;                                          ///< padding, or a record that was cut

    /// `without`: leaves this record out.
    std::string bytes(std::optional<std::int64_t> without) const;
};

/// What a server leaves behind the last record: nothing, padding, or the piece of one more that it was
/// writing.
std::string some_tail(Random& random, std::int64_t next_zxid);

/// A snapshot while it is written. The order is a server's: the sessions, then the ACL table, then the nodes
/// depth first, each as it is when its turn comes, with the names of the children that it has then.
class SnapshotInWriting {
public:
    SnapshotInWriting(const Model& model, Random& random);
    void step();
    bool done() const { return table_copied_ && pending_.empty(); }

    std::int64_t zxid() const { return spec_.zxid; }
    /// The greatest zxid in the nodes written. /zookeeper/config does not count: its mzxid may be a version.
    std::int64_t newest() const { return newest_; }
    std::string bytes(const std::optional<test::SnapshotFileWriter::Digest>& digest,
                      bool with_last_zxid) const;

private:
    const Model& model_;
    Random& random_;
    test::SnapshotSpec spec_;
    std::int64_t newest_ = 0;
    bool sessions_copied_ = false, table_copied_ = false;
    std::vector<std::string> pending_{""}; ///< paths whose turn comes, the next one last
};

std::string gzip(const std::string& bytes);

} // namespace keeperfs::property
