// What running servers say: who leads, which ids they have, what their settings are.
#include "probe/preflight_answers.h"
#include "probe/preflight_judge.h"

#include "keeperfs/config/keeper_settings.h"
#include "keeperfs/config/settings_catalogue.h"
#include "keeperfs/config/word_list.h"

#include <algorithm>

namespace keeperfs::probe {

namespace {

std::string answers_of(std::size_t number) {
    return fmt::format("by the answers of {}", counted(number, "server", "servers"));
}

void judge_replies(Preflight& preflight) {
    std::size_t serving = 0;
    for (const AskedServer& server : preflight.evidence().servers) {
        const Reply* srvr = reply_to(server, "srvr");
        const Reply* reply = srvr != nullptr && srvr->is_ok() ? srvr : reply_to(server, "mntr");
        if (reply != nullptr && reply->is_ok())
            ++serving;
        else if (srvr != nullptr && srvr->outcome == Outcome::refused_or_unknown)
            preflight.miss("servers.serving", where(server), srvr->message, srvr->hint);
        else if (srvr != nullptr)
            preflight.fail("servers.serving", where(server), srvr->message, srvr->hint);
    }
    if (serving > 0)
        preflight.saw("servers.serving", answers_of(serving));
}

/// "leader", "follower", "standalone"; empty: it does not say.
std::string role_of(const AskedServer& server) {
    return field_of<std::string>(server, "srvr", "mode")
        .value_or(field_of<std::string>(server, "mntr", "zk_server_state").value_or(""));
}

/// Learners are among them: configurations, where there are some, tell more.
void judge_number(Preflight& preflight, const AskedServer& leader, std::int64_t members) {
    const std::string number = counted(static_cast<std::uint64_t>(members), "member", "members");
    if (members < 3)
        preflight.warn("members.voters", where(leader),
                       fmt::format("{} in all: the loss of one ends the service", number),
                       "Three or five are usual.");
    else if (members % 2 == 0)
        preflight.warn("members.voters", where(leader),
                       fmt::format("{} in all: no more may fail than with one less", number),
                       "Three or five are usual. Is one of them a learner?");
    preflight.saw("members.voters", fmt::format("{} by the leader's answer", number));
}

void judge_leader(Preflight& preflight, const AskedServer& leader) {
    const auto followers = field_of<std::int64_t>(leader, "mntr", "zk_followers");
    const auto synced = field_of<std::int64_t>(leader, "mntr", "zk_synced_followers");
    if (followers && synced && *synced < *followers)
        preflight.fail("servers.serving", where(leader),
                       fmt::format("{} of {} followers are in sync with this leader", *synced, *followers),
                       "Wait until they are, or mend them, before another server is stopped.");
    if (!followers)
        return preflight.miss("members.voters", where(leader), "this leader does not say how many follow it",
                              "Allow the word mntr, or give the configurations with --config.");
    const std::int64_t members = *followers + 1;
    if (preflight.evidence().nodes.empty())
        judge_number(preflight, leader, members);
    if (static_cast<std::size_t>(members) > preflight.evidence().servers.size())
        preflight.miss("servers.serving", "",
                       fmt::format("the ensemble has {} members, and {} answered", members,
                                   preflight.evidence().servers.size()),
                       "Name all of them.");
}

void judge_roles(Preflight& preflight) {
    std::vector<const AskedServer*> leaders;
    for (const AskedServer& server : preflight.evidence().servers)
        if (const std::string role = role_of(server); role == "leader" || role == "standalone")
            leaders.push_back(&server);
    if (leaders.size() > 1)
        preflight.fail("servers.serving", where(*leaders[1]),
                       fmt::format("this server leads, and so does {}", where(*leaders[0])),
                       "Are they of one ensemble? If so the network between them is cut.");
    for (const AskedServer* leader : leaders)
        judge_leader(preflight, *leader);
}

void judge_ids(Preflight& preflight) {
    std::map<std::int64_t, const AskedServer*> owners;
    for (const AskedServer& server : preflight.evidence().servers) {
        const auto id = field_of<std::int64_t>(server, "conf", "server_id");
        if (!id)
            continue;
        const auto [other, is_new] = owners.emplace(*id, &server);
        if (!is_new)
            preflight.fail("members.ids", where(server),
                           fmt::format("server_id is {}, as that of {}", *id, where(*other->second)),
                           "Is it one server under two names? Else give each an id of its own.");
        if (!server.node)
            continue;
        const auto written = config::read_keeper_settings(preflight.evidence().nodes[*server.node]).server_id;
        if (written && *written != *id)
            preflight.fail(
                "members.ids", where(server),
                fmt::format("the server says that it is {}, and its configuration {}", *id, *written),
                "Is it the configuration of this server, and was it restarted since?");
    }
    if (are_enough(preflight.evidence(), owners.size()))
        preflight.saw("members.ids", answers_of(owners.size()));
}

/// Of status, snapshot-now, and probes.
constexpr std::string_view wanted_words[] = {"conf", "csnp", "lgif", "mntr", "ruok", "srvr"};

void judge_word_list(Preflight& preflight, const std::string& subject, std::string_view list) {
    if (const auto missing = config::missing_words(list, wanted_words); !missing.empty())
        preflight.warn("access.words", subject,
                       fmt::format("the allow list lacks {}", fmt::join(missing, ", ")),
                       "Add them to keeper_server.four_letter_word_allow_list, and restart the server.");
}

void judge_words(Preflight& preflight) {
    std::size_t seen = 0;
    for (const AskedServer& server : preflight.evidence().servers) {
        auto list = field_of<std::string>(server, "conf", "four_letter_word_allow_list");
        if (!list) // its name up to 22.3
            list = field_of<std::string>(server, "conf", "four_letter_word_white_list");
        const Reply* conf = reply_to(server, "conf");
        if (list) {
            ++seen;
            judge_word_list(preflight, where(server), *list);
        } else if (conf != nullptr && conf->outcome == Outcome::refused_or_unknown) {
            preflight.warn("access.words", where(server), conf->message, conf->hint);
        }
    }
    for (const config::Configuration& node : preflight.evidence().nodes) {
        ++seen;
        if (const auto list = config::read_keeper_settings(node).allow_list)
            judge_word_list(preflight, escaped(node.files().front().path), *list);
    }
    if (seen > 0)
        preflight.saw("access.words", counted(seen, "list", "lists"));
}

void judge_disks(Preflight& preflight) {
    std::size_t seen = 0;
    for (const AskedServer& server : preflight.evidence().servers) {
        const auto sync = field_of<bool>(server, "conf", "force_sync");
        if (!sync)
            continue;
        ++seen;
        if (!*sync)
            preflight.warn("storage.disks", where(server),
                           "force_sync is off: what this server acknowledges may be lost with the power",
                           "Turn it on, unless the loss of changes does no harm.");
        auto disk = field_of<std::string>(server, "conf", "latest_log_storage_disk");
        if (!disk)
            disk = field_of<std::string>(server, "conf", "log_storage_disk");
        // KeeperContext's name for a directory that the configuration names by its path.
        if (disk && *disk != "LocalLogDisk" && !server.node)
            preflight.miss("storage.disks", where(server),
                           fmt::format("of which type the disk {} of the log is", escaped(*disk)),
                           "Give this server's configuration with --config.");
    }
    if (seen > 0)
        preflight.saw("storage.disks", answers_of(seen));
}

void compare_settings(Preflight& preflight, const AskedServer& first, const AskedServer& server) {
    for (const config::Setting& setting : config::settings_of(config::Section::coordination_settings)) {
        if (!setting.must_agree)
            continue;
        const Value* expected = answer_to(first, "conf")->find(setting.name);
        const Value* found = answer_to(server, "conf")->find(setting.name);
        if (expected != nullptr && found != nullptr && *expected != *found)
            preflight.warn("settings.agree", where(server),
                           fmt::format("{} is another than on {}", setting.name, where(first)),
                           "Give both the same value.");
    }
}

void judge_agreement(Preflight& preflight) {
    const AskedServer* first = nullptr;
    std::size_t seen = 0;
    for (const AskedServer& server : preflight.evidence().servers)
        if (answer_to(server, "conf") != nullptr) {
            ++seen;
            if (first != nullptr)
                compare_settings(preflight, *first, server);
            else
                first = &server;
        }
    if (are_enough(preflight.evidence(), seen))
        preflight.saw("settings.agree", answers_of(seen));
}

} // namespace

void judge_servers(Preflight& preflight) {
    judge_replies(preflight);
    judge_roles(preflight);
    judge_ids(preflight);
    judge_words(preflight);
    judge_disks(preflight);
    judge_agreement(preflight);
}

} // namespace keeperfs::probe
