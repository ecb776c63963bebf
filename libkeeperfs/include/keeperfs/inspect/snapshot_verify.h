#pragma once
#include "keeperfs/base/finding.h"
#include "keeperfs/export.h"
#include "keeperfs/inspect/snapshot_summary.h"
#include "keeperfs/keeper/snapshot_reader.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::inspect {

/// One kind of thing that is not as it should be: how often, and the first few.
struct SnapshotFault {
    static constexpr std::size_t most_examples = 10;
    struct Example {
        std::uint64_t node = 0; ///< its place among the nodes of the file, from 0
        std::string path;       ///< empty until name_examples(), where only the whole tree showed the fault
        std::string detail;     ///< may be empty
    };
    Finding finding;
    std::uint64_t count = 0;
    std::vector<Example> examples; ///< in the order of the file; none for what concerns no node
};

struct KEEPERFS_EXPORT SnapshotVerification {
    std::optional<SnapshotSummary> summary; ///< nullopt when the file could not be read to its end
    std::vector<SnapshotFault> faults;      ///< in the order in which they are documented
    /// Their ACL id is not 0, and its list is empty: open to all, but to 26.6, which refuses all requests on
    /// them.
    std::uint64_t nodes_of_empty_acls = 0;

    /// No fault that is more than a note.
    bool is_well() const noexcept;
    bool has_unnamed_examples() const noexcept;
};

/// Reads everything and checks it: what SnapshotReader does, then parents, paths given twice, numChildren,
/// ACL ids, owners, /keeper, zxids, TTLs, names, counters, digest, membership. 47 bytes of memory a node.
/// `index_in_name`: what the file's name says. An input that is damaged is a fault; that it cannot be
/// read at all, an Error.
class KEEPERFS_EXPORT SnapshotVerifier {
public:
    explicit SnapshotVerifier(std::optional<std::uint64_t> index_in_name = std::nullopt)
        : index_in_name_(index_in_name) {}
    SnapshotVerification verify(io::Source& file, keeper::Decoding decoding) const;

private:
    std::optional<std::uint64_t> index_in_name_;
};

/// Reads the same file once more, as far as needed, for the paths of the examples that lack one.
KEEPERFS_EXPORT void name_examples(keeper::SnapshotReader& again, SnapshotVerification& verification);

} // namespace keeperfs::inspect
