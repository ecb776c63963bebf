#pragma once
// Asking again and again until something is so.
#include "keeperfs/io/cancel.h"
#include "keeperfs/probe/ask.h"
#include "keeperfs/probe/patience.h"

#include <algorithm>
#include <string>

namespace keeperfs::probe {

class Looking {
public:
    Looking(const Patience& patience, const AskOptions& ask)
        : patience_(patience), ask_(ask), begun_(net::Deadline::Clock::now()), deadline_(patience.timeout) {}

    /// For one look, which must not outlast the patience; the last one by a moment, so that it can see
    /// something.
    AskOptions ask() const {
        AskOptions rest = ask_;
        constexpr std::chrono::milliseconds moment(500);
        rest.timeout = std::clamp(deadline_.left(), std::min(moment, ask_.timeout), ask_.timeout);
        return rest;
    }
    /// Waits for the next look; false where there is no time for one.
    bool goes_on(std::string_view missing) {
        if (patience_.tell)
            patience_.tell(missing);
        if (deadline_.has_passed())
            return false;
        io::pause(std::min(patience_.interval, deadline_.left()));
        return true;
    }
    std::chrono::milliseconds elapsed() const {
        return std::chrono::duration_cast<std::chrono::milliseconds>(net::Deadline::Clock::now() - begun_);
    }

private:
    const Patience& patience_;
    const AskOptions& ask_;
    net::Deadline::Clock::time_point begun_;
    net::Deadline deadline_;
};

} // namespace keeperfs::probe
