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

std::string said(const probe::Answer& conf, const std::string& key) {
    const probe::Value* const value = conf.find(key);
    const auto* text = value == nullptr ? nullptr : std::get_if<std::string>(value);
    return text == nullptr ? std::string() : *text;
}

/// A path, as the server has it, is one of these directories.
bool is_at(const std::string& path, const std::vector<std::string>& directories) {
    return std::ranges::any_of(directories, [&](const std::string& own) {
        return !path.empty() && comparable(own) == comparable(path);
    });
}

/// `key`: "log_storage" of the answer to conf, which has log_storage_path=... and from 23.7 on
/// log_storage_disk=... (KeeperContext::dumpConfiguration). The path of a disk of type s3 is where its
/// metadata lie; that of another is a prefix of its bucket, so that only the name can be compared.
void require_place(const RunningWish& wish, const probe::Answer& conf, const std::string& key,
                   const std::vector<std::string>& given) {
    const std::string path = said(conf, key + "_path"), name = said(conf, key + "_disk");
    if (given.empty() || path.empty() || is_at(path, given))
        return;
    std::vector<std::string> names;
    for (const std::string& directory : given)
        if (!wish.places.is_local(directory))
            names.push_back(wish.places.disks.at(directory).name);
    if (names.empty() && !path.starts_with('/'))
        return;
    if (std::ranges::find(names, "") != names.end())
        throw Error(ErrorKind::refused, fmt::format("{}: whether it is the server of {} cannot be told",
                                                    net::text_of(wish.server), escaped(given.front())))
            .hint("No backup was made. Give its configuration with --config, where disks have the names that "
                  "the server says; or leave out --host.");
    if (std::ranges::find(names, name) == names.end())
        throw another_server(
            wish, fmt::format("it has its {}_path at {}{}, and not at {}", key, escaped(path),
                              name.empty() ? "" : " on the disk " + escaped(name), escaped(given.front())));
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
    require_place(wish, conf.answer, "log_storage", wish.places.log_dirs);
    require_place(wish, conf.answer, "snapshot_storage", wish.places.snapshot_dirs);
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
