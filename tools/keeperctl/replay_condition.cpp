#include "replay_condition.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <string_view>

using keeperfs::Error;
using keeperfs::ErrorKind;

ReplayCondition::ReplayCondition(const std::string& text) : text_(text) {
    constexpr std::string_view exists = "exists ", missing = "missing ", session = "session ",
                               closed = " closed";
    std::string_view rest = text_;
    const auto take = [&](std::string_view word) {
        const bool is_there = rest.starts_with(word);
        if (is_there)
            rest.remove_prefix(word.size());
        return is_there;
    };
    if (take(exists) || take(missing)) {
        kind_ = text_.starts_with(exists) ? Kind::exists : Kind::missing;
        path_ = rest;
        if (path_.starts_with('/'))
            return;
    } else if (take(session) && rest.ends_with(closed)) {
        kind_ = Kind::session_closed;
        rest.remove_suffix(closed.size());
        // Session ids are written as zxids are.
        if (const auto id = keeperfs::parse_zxid(rest)) {
            session_ = *id;
            return;
        }
    }
    throw Error(ErrorKind::usage, "--until: not a condition: " + keeperfs::escaped(text_))
        .hint("There are 'exists PATH', 'missing PATH' and 'session ID closed'.");
}

bool ReplayCondition::holds(const keeperfs::keeper::Replay& replay) const {
    if (kind_ == Kind::session_closed)
        return !replay.has_session(session_);
    return replay.contains(keeperfs::as_bytes(path_)) == (kind_ == Kind::exists);
}

bool ReplayCondition::begins_to_hold(const keeperfs::keeper::Replay& replay) {
    const bool held_now = holds(replay);
    if (!held_before_)
        held_at_the_start_ = held_now;
    const bool begins = held_before_ && !*held_before_ && held_now;
    held_before_ = held_now;
    return begins;
}
