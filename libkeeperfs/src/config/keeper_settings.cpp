#include "keeperfs/config/keeper_settings.h"

#include "config/read_disks.h"
#include "config/typed_value.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/filesystem.h"

#include <filesystem>

namespace keeperfs::config {

namespace {

std::optional<std::uint16_t> port_at(const Configuration& configuration, const std::string& key) {
    const auto number = integer_at(configuration, key);
    return number && *number > 0 && *number <= 0xffff ? std::optional(static_cast<std::uint16_t>(*number))
                                                      : std::nullopt;
}

constexpr const char* raft = "keeper_server.raft_configuration";

RaftServer read_server(const Configuration& configuration, const std::string& key) {
    RaftServer server;
    server.key = key;
    server.id = integer_at(configuration, key + ".id");
    server.hostname = text_at(configuration, key + ".hostname");
    server.port = port_at(configuration, key + ".port");
    server.can_become_leader = boolean_at(configuration, key + ".can_become_leader", true);
    server.priority = integer_at(configuration, key + ".priority").value_or(1);
    server.start_as_follower = boolean_at(configuration, key + ".start_as_follower", false);
    return server;
}

void read_raft(const Configuration& configuration, KeeperSettings& settings) {
    settings.raft_is_secure = boolean_at(configuration, fmt::format("{}.secure", raft), false);
    for (const std::string& child : configuration.children(raft)) {
        if (!child.starts_with("server"))
            continue;
        if (settings.servers.size() == most_servers) {
            settings.has_more_servers = true;
            return;
        }
        settings.servers.push_back(read_server(configuration, fmt::format("{}.{}", raft, child)));
    }
}

/// What only a ClickHouse server reads. The example file of a Keeper has none of it.
ServerKind kind_of(const Configuration& configuration) {
    for (const char* key : {"users_config", "users_directories", "user_directories", "profiles", "users",
                            "interserver_http_port", "http_port", "mark_cache_size", "default_profile"})
        if (configuration.has(key))
            return ServerKind::embedded;
    return ServerKind::standalone;
}

/// The first rule that applies (KeeperContext.cpp); the last one is the base directory of the kind of server.
class StorageRules {
public:
    StorageRules(const Configuration& configuration, ServerKind kind) : configuration_(configuration) {
        const bool is_alone = kind == ServerKind::standalone;
        const auto path = configuration.value("path");
        base_ = path ? path->text : is_alone ? "/var/lib/clickhouse-keeper/" : "/var/lib/clickhouse/";
        if (!is_alone)
            base_ = io::join(base_, "coordination");
    }

    StoragePlace place(std::string_view what, const char* folder) const {
        if (const auto found = setting(fmt::format("{}_storage_path", what)))
            return {found->text, "", keeper_key(fmt::format("{}_storage_path", what))};
        if (const auto found = setting(fmt::format("{}_storage_disk", what)))
            return {"", found->text, keeper_key(fmt::format("{}_storage_disk", what))};
        if (const auto found = setting("storage_path"))
            return {io::join(found->text, folder), "", keeper_key("storage_path")};
        return {io::join(base_, folder), "", ""};
    }
    StoragePlace latest(std::string_view what, const StoragePlace& otherwise) const {
        const std::string name = fmt::format("latest_{}_storage_disk", what);
        const auto found = setting(name);
        return found ? StoragePlace{"", found->text, keeper_key(name)} : otherwise;
    }
    StoragePlace state() const {
        if (const auto found = setting("state_storage_disk"))
            return {"", found->text, keeper_key("state_storage_disk")};
        if (const auto found = setting("storage_path"))
            return {found->text, "", keeper_key("storage_path")};
        for (const char* name : {"snapshot_storage_path", "log_storage_path"})
            if (const auto found = setting(name))
                return {parent_of(found->text), "", keeper_key(name)};
        return {base_, "", ""};
    }
    /// In the order of the configuration, in which a server reads them.
    std::vector<StoragePlace> old(std::string_view what) const {
        std::vector<StoragePlace> places;
        for (const std::string& name : configuration_.children("keeper_server"))
            if (name.starts_with(fmt::format("old_{}_storage_disk", what)))
                if (const auto found = setting(name))
                    places.push_back({"", found->text, keeper_key(name)});
        return places;
    }

private:
    const Configuration& configuration_;
    std::string base_;

    static std::string keeper_key(std::string_view name) { return fmt::format("keeper_server.{}", name); }
    std::optional<Value> setting(std::string_view name) const {
        return configuration_.value(keeper_key(name));
    }
};

void read_storage(const Configuration& configuration, KeeperSettings& settings) {
    const StorageRules rules(configuration, settings.kind);
    settings.logs = rules.place("log", "logs");
    settings.latest_log = rules.latest("log", settings.logs);
    settings.snapshots = rules.place("snapshot", "snapshots");
    settings.latest_snapshot = rules.latest("snapshot", settings.snapshots);
    settings.state = rules.state();
    settings.old_logs = rules.old("log");
    settings.old_snapshots = rules.old("snapshot");
    settings.force_sync = boolean_at(configuration, "keeper_server.coordination_settings.force_sync", true);
}

} // namespace

std::string RaftServer::endpoint() const { return fmt::format("{}:{}", hostname, port.value_or(0)); }

const RaftServer* KeeperSettings::own_server() const noexcept {
    const auto own = std::ranges::find_if(
        servers, [&](const RaftServer& server) { return server_id && server.id == server_id; });
    return own == servers.end() ? nullptr : &*own;
}

const DiskSettings* KeeperSettings::disk(std::string_view name) const noexcept {
    const auto found = std::ranges::find(disks, name, &DiskSettings::name);
    return found == disks.end() ? nullptr : &*found;
}

KeeperSettings read_keeper_settings(const Configuration& configuration) {
    KeeperSettings settings;
    settings.kind = kind_of(configuration);
    settings.server_id = integer_at(configuration, "keeper_server.server_id");
    settings.tcp_port = port_at(configuration, "keeper_server.tcp_port");
    settings.tcp_port_secure = port_at(configuration, "keeper_server.tcp_port_secure");
    settings.http_control_port = port_at(configuration, "keeper_server.http_control.port");
    settings.http_control_secure_port = port_at(configuration, "keeper_server.http_control.secure_port");
    settings.prometheus_port = port_at(configuration, std::string("prometheus") + ".port");
    if (const auto path = configuration.value("keeper_server.http_control.readiness.endpoint"))
        settings.readiness_path = path->text;
    if (const auto path = configuration.value(std::string("prometheus") + ".endpoint"))
        settings.prometheus_path = path->text;
    for (const std::string& name : configuration.children(""))
        if (name == "listen_host" || name.starts_with("listen_host["))
            settings.listen_hosts.push_back(text_at(configuration, name));
    read_raft(configuration, settings);
    for (const char* name :
         {"keeper_server.four_letter_word_white_list", "keeper_server.four_letter_word_allow_list"})
        if (const auto list = configuration.value(name))
            settings.allow_list = list->text; // the new name counts where both are there
    read_storage(configuration, settings);
    settings.disks = read_disks(configuration, settings.kind);
    return settings;
}

} // namespace keeperfs::config
