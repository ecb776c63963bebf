#pragma once
// What a corrected copy lacks, as changes of the tree.
#include "keeperfs/export.h"
#include "keeperfs/inspect/repair.h"
#include "keeperfs/keeper/request.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::inspect {

/// One operation of a record that cannot be used. Whether it would have succeeded is not known, since records
/// before it are missing. Of a sequential node the path is the one asked for, without its number.
struct LostChange {
    std::uint64_t index = 0;
    std::optional<std::int64_t> time_ms; ///< since 1970; nullopt: the record is too old to have one
    std::int64_t session_id = 0;
    keeper::OpNum op{};
    std::string path; ///< empty for the opening and closing of a session
    bool operator==(const LostChange&) const = default;
};

struct KEEPERFS_EXPORT LostChanges {
    static constexpr std::size_t most_listed = 1000;

    std::vector<LostChange> first; ///< of them, by index
    std::map<keeper::OpNum, std::uint64_t> by_operation;
    /// What is missing was written between these two: the last record that is kept, the first that is lost.
    std::optional<std::int64_t> last_kept_ms, first_lost_ms;

    std::uint64_t total() const noexcept;
};

/// Reads again the records behind `plan.last_index`. `image`: that of the plan.
KEEPERFS_EXPORT LostChanges find_lost_changes(io::FileSystem& files, const std::vector<DirectoryScan>& scans,
                                              const LogImage& image, const RepairPlan& plan,
                                              io::Meter* meter = nullptr);

} // namespace keeperfs::inspect
