#include "keeperfs/backup/running_server.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/probe/snapshot_now.h"
#include "keeperfs/probe/survey.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace keeperfs::backup {

namespace {

std::string comparable(const std::string& path) {
    std::error_code problem;
    const auto whole = std::filesystem::weakly_canonical(path, problem);
    std::string text = problem ? path : whole.string();
    while (text.size() > 1 && text.ends_with('/'))
        text.pop_back();
    return text;
}

Error another_server(const RunningWish& wish, std::string what) {
    return Error(ErrorKind::refused, fmt::format("{}: {}", net::text_of(wish.server), what))
        .hint("No backup was made. Name the server that runs on these files, or its directories.");
}

/// `key`: of the answer to conf (KeeperDispatcher's configuration, as "log_storage_path=..."); since 23.x a
/// server that has the files on a named disk says that disk's name instead, which tells nothing here.
void require_path(const RunningWish& wish, const probe::Answer& conf, std::string_view key,
                  const std::vector<std::string>& given) {
    const probe::Value* const said = conf.find(key);
    const auto* path = said == nullptr ? nullptr : std::get_if<std::string>(said);
    if (path == nullptr || !path->starts_with('/') || given.empty())
        return;
    if (std::ranges::none_of(given,
                             [&](const std::string& own) { return comparable(own) == comparable(*path); }))
        throw another_server(wish, fmt::format("it has its {} at {}, and not at {}", key, escaped(*path),
                                               escaped(given.front())));
}

void require_same_server(const RunningWish& wish, const probe::ServerView& view) {
    if (view.presence == probe::Presence::absent)
        throw Error(ErrorKind::unreachable, fmt::format("{}: {}", net::text_of(wish.server), view.message))
            .hint("Without --host the files of a stopped server are taken as they are.");
    if (wish.id && view.server_id && *wish.id != *view.server_id)
        throw another_server(wish, fmt::format("it is server {}, and the configuration is that of {}",
                                               *view.server_id, *wish.id));
    const probe::Reply conf = probe::ask(wish.server, "conf", wish.ask);
    if (!conf.is_ok())
        return;
    require_path(wish, conf.answer, "log_storage_path", wish.places.log_dirs);
    require_path(wish, conf.answer, "snapshot_storage_path", wish.places.snapshot_dirs);
    if (!wish.places.state_file.empty())
        require_path(wish, conf.answer, "state_storage_path", {wish.places.state_file});
}

} // namespace

BackupServer snapshot_of_running(const RunningWish& wish) {
    const probe::ServerView view = probe::survey(wish.server, wish.ask);
    require_same_server(wish, view);
    const probe::SnapshotMade made = probe::snapshot_now(wish.server, wish.ask, wish.patience);
    BackupServer server;
    server.address = net::text_of(wish.server);
    server.id = view.server_id;
    server.version = escaped(view.version);
    server.role = view.role ? probe::name_of(*view.role) : "unknown";
    server.last_index = made.index;
    return server;
}

std::optional<bool> leads(const BackupServer& server) {
    if (server.role == "unknown")
        return std::nullopt;
    return server.role == probe::name_of(probe::Role::leader);
}

} // namespace keeperfs::backup
