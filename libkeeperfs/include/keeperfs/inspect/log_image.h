#pragma once
#include "keeperfs/export.h"
#include "keeperfs/inspect/data_scan.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace keeperfs::inspect {

struct IndexRange {
    std::uint64_t first = 0, last = 0;
    std::uint64_t count() const noexcept { return last - first + 1; }
    bool operator==(const IndexRange&) const = default;
};

/// Where records of the image lie.
struct LogPiece {
    RecordRun run;
    std::size_t directory = 0; ///< 0: the one that is examined, then the peers
    std::size_t file = 0;      ///< a place in DirectoryScan::logs
    bool salvaged = false;     ///< behind damage in its file
};

/// The best log that the files hold: of two records with one index that of the greater term counts, and
/// with it goes every later record of a smaller term, as raft overwrites. Records with the same index and
/// term are the same.
class KEEPERFS_EXPORT LogImage {
public:
    void add(const DirectoryScan& scan, std::size_t directory);
    /// Records of another image, of those indices only.
    void take(const LogImage& from, IndexRange range);

    /// By first index, not overlapping; terms never fall.
    const std::map<std::uint64_t, LogPiece>& pieces() const noexcept { return pieces_; }
    /// Records that others have overwritten, per file of directory 0.
    const std::vector<LogPiece>& superseded() const noexcept { return superseded_; }
    /// Index ranges between records in which there is none.
    std::vector<IndexRange> gaps() const;
    std::optional<LogPiece> at(std::uint64_t index) const;
    std::uint64_t last() const noexcept; ///< 0: there are no records
    /// The last index that can be reached from `index` without a gap.
    std::uint64_t reach(std::uint64_t index) const;
    /// The first index from which the records go on to `index` without a gap; index + 1 when it is not there.
    std::uint64_t begin_of(std::uint64_t index) const;
    /// The last index, none above `limit`, at which both have a record of the same term: by raft all before
    /// it are the same too. nullopt: there is none.
    std::optional<std::uint64_t> last_common(const LogImage& other, std::uint64_t limit = UINT64_MAX) const;

private:
    using Pieces = std::map<std::uint64_t, LogPiece>;
    Pieces pieces_;
    std::vector<LogPiece> superseded_;

    void insert(const LogPiece& piece);
    void put(const LogPiece& piece, std::uint64_t first, std::uint64_t last);
    void supersede(const LogPiece& piece, std::uint64_t first, std::uint64_t last);
    /// The first piece that ends at this index or behind it.
    Pieces::const_iterator from(std::uint64_t index) const;
    /// The piece in which the record lies, or the last one before it; nullptr without one.
    const LogPiece* up_to(std::uint64_t index) const;
    void overwrite(const LogPiece& by);
};

} // namespace keeperfs::inspect
