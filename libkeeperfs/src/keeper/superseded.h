#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace keeperfs::keeper {

/// Which records of a log count (keeper-files 5.1): one whose index comes again, or that stands behind such
/// an index, was overwritten by raft. The whole log is noted first, then asked about in the same order.
class SupersededRecords {
public:
    void note(std::uint64_t index);
    /// All that was noted of the file that follows, unresolved.
    void append(const SupersededRecords& file);
    /// Call once, behind all that is noted.
    void resolve();
    /// Of the next record, in the order of note().
    bool is_superseded(std::uint64_t index);

private:
    /// Raft went back: everything before `ordinal` with an index of at least `index` is gone.
    struct StepBack {
        std::uint64_t ordinal = 0, index = 0;
    };
    std::vector<StepBack> steps_; ///< after resolve(): each index the least of its own and all later ones
    std::uint64_t noted_ = 0, first_ = 0, last_ = 0;
    std::uint64_t asked_ = 0;
    std::size_t next_step_ = 0;
};

} // namespace keeperfs::keeper
