#pragma once
// What `keeperctl replay` answers, for people and for scripts.
#include "keeperfs/convert/replayed_snapshot.h"
#include "keeperfs/keeper/replay_directory.h"

#include <optional>
#include <string>

/// The record behind which a condition began to hold.
struct FoundRecord {
    std::uint64_t index = 0;
    std::int64_t zxid = 0, session_id = 0;
    std::optional<std::int64_t> time_ms;
    std::string op;
};

struct ReplayAnswer {
    const keeperfs::keeper::ReplayedDirectory& replayed;
    std::string condition; ///< empty: none was given
    bool held_at_the_start = false;
    std::optional<FoundRecord> found;
    std::optional<keeperfs::convert::ReplayedSnapshot> written;
};

std::string to_text(const ReplayAnswer& answer, bool colored);
std::string to_json(const ReplayAnswer& answer);
