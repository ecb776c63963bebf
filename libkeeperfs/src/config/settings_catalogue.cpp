#include "keeperfs/config/settings_catalogue.h"

#include "config/catalogue_rows.h"

#include "keeperfs/base/text.h"

namespace keeperfs::config {

namespace {

using enum ValueType;

constexpr Setting raft_rows[] = {
    agreeing(row(Section::raft_configuration, "secure", boolean, "false", between({21, 7}, stage_22_3))),
    row(Section::raft_configuration, "server", tree, "", always),
};
constexpr Setting raft_server_rows[] = {
    row(Section::raft_server, "can_become_leader", boolean, "true", always),
    row(Section::raft_server, "hostname", text, "", always),
    row(Section::raft_server, "id", integer, "", always),
    row(Section::raft_server, "port", port, "", always),
    row(Section::raft_server, "priority", integer, "1", always),
    row(Section::raft_server, "start_as_follower", boolean, "false", always),
};
static_assert(std::ranges::is_sorted(raft_server_rows, {}, &Setting::name));

} // namespace

std::string_view path_of(Section section) noexcept {
    constexpr std::string_view paths[] = {"keeper_server", "keeper_server.coordination_settings",
                                          "keeper_server.raft_configuration",
                                          "keeper_server.raft_configuration.server"};
    return paths[static_cast<std::size_t>(section)];
}

std::string_view name_of(ValueType type) noexcept {
    constexpr std::string_view names[] = {"boolean",
                                          "integer",
                                          "unsigned integer",
                                          "integer above 0",
                                          "number of milliseconds",
                                          "number from 0 to 1",
                                          "port",
                                          "log level",
                                          "text",
                                          "path",
                                          "name of a disk",
                                          "element with others in it"};
    return names[static_cast<std::size_t>(type)];
}

Presence presence_in(const Lifetime& lifetime, Release release) noexcept {
    if (release <= lifetime.last_absent)
        return Presence::unknown;
    return release < lifetime.first_certain || release > lifetime.last_certain ? Presence::uncertain
                                                                               : Presence::known;
}

std::span<const Setting> settings_of(Section section) noexcept {
    switch (section) {
    case Section::keeper_server:
        return keeper_server_rows();
    case Section::coordination_settings:
        return coordination_rows();
    case Section::raft_configuration:
        return raft_rows;
    case Section::raft_server:
        return raft_server_rows;
    }
    return {};
}

const Setting* find_setting(Section section, std::string_view name) noexcept {
    const std::span<const Setting> settings = settings_of(section);
    if (section == Section::keeper_server)
        for (const std::string_view beginning : {"old_log_storage_disk", "old_snapshot_storage_disk"})
            if (name.starts_with(beginning))
                name = beginning;
    const auto found = std::ranges::lower_bound(settings, name, {}, &Setting::name);
    return found != settings.end() && found->name == name ? &*found : nullptr;
}

std::optional<std::string> nearest_setting(Section section, std::string_view name) {
    std::vector<std::string_view> names;
    for (const Setting& setting : settings_of(section))
        names.push_back(setting.name);
    return nearest(name, names);
}

std::string_view default_in(const Setting& setting, Release release) noexcept {
    return release < setting.default_changed ? setting.default_value : setting.later_default;
}

} // namespace keeperfs::config
