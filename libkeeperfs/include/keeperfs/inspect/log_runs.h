#pragma once
#include "keeperfs/export.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace keeperfs::inspect {

/// Which records of a log count when later ones take the places of earlier ones: a record with an index that
/// is there already discards every record from that index on. Memory: one entry for each jump of the index.
class KEEPERFS_EXPORT LogRuns {
public:
    /// The index of the next record, in the order of the files.
    void add(std::uint64_t index);

    struct Run {
        std::uint64_t first_index, count;
        std::uint64_t first_record; ///< its number in the order of add(), from 0
        std::uint64_t last_index() const noexcept { return first_index + count - 1; }
    };
    /// In the order of their indices.
    const std::vector<Run>& runs() const noexcept { return runs_; }
    std::uint64_t records() const noexcept { return added_; }
    std::uint64_t overwritten() const noexcept;
    /// The first index in the range that no record has; nullopt: none is missing.
    std::optional<std::uint64_t> first_missing(std::uint64_t from, std::uint64_t to) const noexcept;

    /// Whether the record with that number counts.
    bool counts(std::uint64_t record) const noexcept;

private:
    std::vector<Run> runs_;
    std::uint64_t added_ = 0;
};

} // namespace keeperfs::inspect
