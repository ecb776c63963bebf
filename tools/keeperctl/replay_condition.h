#pragma once
// What `replay --until` waits for.
#include "keeperfs/keeper/replay.h"

#include <optional>
#include <string>

/// "exists PATH", "missing PATH", "session ID closed".
class ReplayCondition {
public:
    /// Throws Error(usage) for anything else.
    explicit ReplayCondition(const std::string& text);

    const std::string& text() const noexcept { return text_; }
    const std::string& path() const noexcept { return path_; } ///< empty: it is about a session
    /// Asked before the first record and behind each: true where it begins to hold.
    bool begins_to_hold(const keeperfs::keeper::Replay& replay);
    bool held_at_the_start() const noexcept { return held_at_the_start_; }

private:
    enum class Kind { exists, missing, session_closed };
    std::string text_;
    Kind kind_{};
    std::string path_;
    std::int64_t session_ = 0;
    std::optional<bool> held_before_;
    bool held_at_the_start_ = false;

    bool holds(const keeperfs::keeper::Replay& replay) const;
};
