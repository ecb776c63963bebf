#pragma once
// The server's own recovery, by the four-letter word rcvr: whether it can end, and following it until it
// does.
#include "keeperfs/export.h"
#include "keeperfs/keeper/cluster_config.h"
#include "keeperfs/net/endpoint.h"
#include "keeperfs/probe/ask.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::recover {

struct OnlineMember {
    std::int32_t id = 0;
    net::Endpoint client; ///< where it answers four-letter words
};

struct OnlineWish {
    OnlineMember node;                     ///< to which rcvr goes
    std::vector<OnlineMember> others;      ///< the rest of its list, which shall join
    std::optional<std::string> allow_list; ///< of its configuration; nullopt: the default of the release
    probe::AskOptions ask;
    std::chrono::milliseconds interval{1000}, deadline{600'000};
};

/// What a member says of itself, at one moment.
struct MemberView {
    std::int32_t id = 0;
    probe::Outcome outcome{};
    std::string state; ///< zk_server_state; empty unless it serves
    std::string message;
    bool is_up() const noexcept {
        return outcome == probe::Outcome::ok || outcome == probe::Outcome::not_serving;
    }
    bool operator==(const MemberView&) const = default;
};

struct OnlineOutlook {
    std::vector<MemberView> members;   ///< the node first
    std::vector<std::string> refusals; ///< why it would not end, or would do harm
    std::vector<std::string> remarks;  ///< what could not be established, and what must be done meanwhile
};

/// Asks everybody; changes nothing.
KEEPERFS_EXPORT OnlineOutlook look_ahead(const OnlineWish& wish);

enum class OnlineEnd : std::uint8_t {
    leads,     ///< the node is leader of the new list
    not_taken, ///< the server did not take the word
    follows,   ///< it serves under another leader, whose data count now
    gone,      ///< it does not answer any more
    timeout,
};
KEEPERFS_EXPORT const char* name_of(OnlineEnd end) noexcept;

struct OnlineResult {
    OnlineEnd end{};
    std::vector<MemberView> members; ///< at the end
    std::string message;             ///< what went wrong; empty for OnlineEnd::leads
    std::chrono::milliseconds elapsed{0};
};

/// Sends rcvr once and asks all of them again and again until there is an end. `see`: called whenever
/// somebody's answer differs from the one before.
KEEPERFS_EXPORT OnlineResult recover_online(const OnlineWish& wish,
                                            const std::function<void(const std::vector<MemberView>&)>& see);

} // namespace keeperfs::recover
