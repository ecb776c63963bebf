// Feature flags: what clients may ask for.
#include "probe/preflight_answers.h"
#include "probe/preflight_judge.h"

#include "keeperfs/config/settings_catalogue.h"

#include <set>

namespace keeperfs::probe {

namespace {

bool is_on(const AskedServer& server, std::string_view flag) {
    return field_of<bool>(server, "ftfl", flag).value_or(false);
}

void judge_equal(Preflight& preflight, const std::vector<const AskedServer*>& servers,
                 const std::set<std::string>& flags) {
    for (const std::string& flag : flags)
        for (const AskedServer* server : servers)
            if (is_on(*server, flag) != is_on(*servers[0], flag))
                preflight.fail("flags.equal", where(*server),
                               fmt::format("{} is {} here and {} on {}", escaped(flag),
                                           is_on(*server, flag) ? "on" : "off",
                                           is_on(*server, flag) ? "off" : "on", where(*servers[0])),
                               "Set it in keeper_server.feature_flags of all servers alike.");
    if (are_enough(preflight.evidence(), servers.size()))
        preflight.saw("flags.equal", counted(servers.size(), "server", "servers"));
}

void judge_known(Preflight& preflight, const std::vector<const AskedServer*>& servers,
                 const std::set<std::string>& flags) {
    auto oldest = oldest_release(preflight.evidence());
    if (const auto target = preflight.plan().target; target && (!oldest || *target < *oldest))
        oldest = target;
    if (!oldest || servers.empty())
        return;
    for (const std::string& name : flags) {
        const config::FeatureFlag* flag = config::find_feature_flag(name);
        if (flag != nullptr && config::presence_in(flag->lifetime, *oldest) == config::Presence::unknown)
            preflight.fail(
                "flags.known", "",
                fmt::format("{} is on, and {} does not know it", flag->name, keeper::text_of(*oldest)),
                "Turn it off until every server has a release that knows it.");
    }
    preflight.saw("flags.known", fmt::format("{} that are on, for {}", counted(flags.size(), "flag", "flags"),
                                             keeper::text_of(*oldest)));
}

} // namespace

void judge_flags(Preflight& preflight) {
    std::vector<const AskedServer*> servers;
    std::set<std::string> on_somewhere;
    for (const AskedServer& server : preflight.evidence().servers)
        if (const Answer* answer = answer_to(server, "ftfl"); answer != nullptr) {
            servers.push_back(&server);
            for (const Field& field : answer->fields)
                if (field.value == Value(true))
                    on_somewhere.insert(field.name);
        } else if (const Reply* reply = reply_to(server, "ftfl"); reply != nullptr) {
            preflight.miss("flags.equal", where(server), reply->message, reply->hint);
        }
    judge_equal(preflight, servers, on_somewhere);
    judge_known(preflight, servers, on_somewhere);
}

} // namespace keeperfs::probe
