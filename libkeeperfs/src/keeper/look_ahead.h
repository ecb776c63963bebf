#pragma once
// What a first reading of a log finds for the second one, in which it is applied.
#include "keeper/superseded.h"
#include "keeper/touched_nodes.h"

#include "keeperfs/base/error.h"
#include "keeperfs/keeper/changelog_reader.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace keeperfs::keeper {

/// Of one file.
struct LogAhead {
    std::uint64_t records = 0, first_index = 0, last_index = 0;
    SupersededRecords superseded;
    ChangelogEnd end = ChangelogEnd::clean;
    std::optional<Error> damage; ///< that is the reason of the end
};

struct LookAhead {
    std::uint64_t from_index = 0;
    /// What the requests behind that index name; null: not wanted.
    std::shared_ptr<TouchedNodes> touched;
    std::map<std::string, LogAhead> logs; ///< by the names of the files

    /// The next record of a file; `request` is null where it is none that can be decoded.
    void note(LogAhead& log, std::uint64_t index, const Request* request);
    /// What another one has found in other files, from the same index on.
    void merge(LookAhead&& other);
};

} // namespace keeperfs::keeper
