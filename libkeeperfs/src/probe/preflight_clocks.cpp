// A Keeper does not tell the time. But cons lists our own connection, which has no session, with the moment
// of its beginning by the server's clock (seen of a server of 22.10), and when others got their last answer.
#include "probe/preflight_answers.h"
#include "probe/preflight_judge.h"

#include <algorithm>

namespace keeperfs::probe {

namespace {

constexpr std::int64_t tolerance_ms = 2000;
constexpr Id no_session{UINT64_MAX};

struct Times {
    std::int64_t newest = 0;
    bool is_ours = false; ///< our own connection is among them: the newest is not older than our question
};

const Value* find(const Record& record, std::string_view name) {
    const auto found = std::ranges::find(record, name, &Field::name);
    return found == record.end() ? nullptr : &found->value;
}

Times times_in(const Answer& cons) {
    Times times;
    for (const List& list : cons.lists)
        for (const Record& connection : list.records)
            for (const char* name : {"established", "last_response"})
                if (const Value* value = find(connection, name); value != nullptr)
                    if (const Time* time = std::get_if<Time>(value)) {
                        const Value* session = find(connection, "session_id");
                        times.newest = std::max(times.newest, time->ms_since_1970);
                        times.is_ours =
                            times.is_ours || (session != nullptr && *session == Value(no_session));
                    }
    return times;
}

/// Milliseconds by which the server's clock is ahead of ours; nullopt: it cannot be told.
std::optional<std::int64_t> lead_of(const AskedServer& server) {
    const Answer* cons = answer_to(server, "cons");
    if (cons == nullptr)
        return std::nullopt;
    const Times times = times_in(*cons);
    if (times.newest > server.answered_ms)
        return times.newest - server.answered_ms;
    if (times.newest >= server.asked_ms - tolerance_ms)
        return std::min<std::int64_t>(times.newest - server.asked_ms, 0);
    return times.is_ours ? std::optional(times.newest - server.asked_ms) : std::nullopt;
}

std::string lead_text(std::int64_t ms) {
    return fmt::format("{} {} this machine's clock",
                       duration_text(std::chrono::milliseconds(ms < 0 ? -ms : ms)),
                       ms < 0 ? "behind" : "ahead of");
}

} // namespace

void judge_clocks(Preflight& preflight) {
    constexpr std::string_view check = "servers.clocks";
    std::vector<std::pair<const AskedServer*, std::int64_t>> leads;
    for (const AskedServer& server : preflight.evidence().servers)
        if (const auto lead = lead_of(server))
            leads.emplace_back(&server, *lead);
        else
            preflight.miss(check, where(server), "this server's answers show no time of its clock",
                           "Compare the clocks by chronyc tracking, or timedatectl, on each machine.");
    if (leads.empty())
        return;
    const auto [slowest, fastest] =
        std::ranges::minmax_element(leads, {}, &std::pair<const AskedServer*, std::int64_t>::second);
    if (fastest->second - slowest->second > tolerance_ms)
        for (const auto& [server, lead] : {*slowest, *fastest})
            preflight.warn(check, where(*server), lead_text(lead),
                           "Let all machines follow one time server.");
    else if (std::max(fastest->second, -slowest->second) > tolerance_ms)
        preflight.warn(check, leads.size() == 1 ? where(*slowest->first) : "", lead_text(slowest->second),
                       "Which of the clocks is wrong, those of the servers or this one?");
    preflight.saw(check, fmt::format("{} within {}", counted(leads.size(), "server", "servers"),
                                     duration_text(std::chrono::milliseconds(tolerance_ms))));
}

} // namespace keeperfs::probe
