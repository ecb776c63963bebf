// Names: which of them a release knows, and which are there twice.
#include "config/each_setting.h"

#include "keeperfs/base/text.h"

namespace keeperfs::config {

namespace {

/// Sections of a server's configuration that people write below keeper_server.
bool belongs_to_the_top(std::string_view name) {
    constexpr std::string_view names[] = {"listen_backlog",
                                          "listen_host",
                                          "listen_reuse_port",
                                          "listen_try",
                                          "logger",
                                          "max_connections",
                                          "openSSL",
                                          "path",
                                          "placement",
                                          "prometheus",
                                          "storage_configuration"};
    return std::ranges::binary_search(names, name);
}

/// The names of very many are not compared with all that are known.
std::string meant(const Checkup& checkup, const FoundSetting& found) {
    constexpr std::size_t many = 100;
    const auto near = checkup.size() < many ? nearest_setting(found.section, found.name) : std::nullopt;
    return near ? fmt::format("Is {} meant?", *near) : "Take it out, or correct its name.";
}

void add_unknown_coordination(Checkup& checkup, const FoundSetting& found) {
    const std::string name = escaped(found.name);
    if (find_setting(Section::keeper_server, found.name) != nullptr)
        return checkup.add(
            "setting.unknown", found.key,
            fmt::format("{} is no coordination setting, and an unknown one stops the server", name),
            "It belongs directly below keeper_server.");
    if (checkup.plan().release > keeper::newest_known_release)
        return checkup.add("setting.uncertain", found.key,
                           fmt::format("{} is not known here, and the release is newer than what is", name),
                           meant(checkup, found));
    checkup.add("setting.unknown", found.key,
                fmt::format("no release knows the coordination setting {}: the server does not start", name),
                meant(checkup, found));
}

void add_unknown_elsewhere(Checkup& checkup, const FoundSetting& found) {
    const std::string name = escaped(found.name);
    if (found.section == Section::keeper_server &&
        find_setting(Section::coordination_settings, found.name) != nullptr)
        return checkup.add(
            "setting.misplaced", found.key,
            fmt::format("{} stands directly below keeper_server, where no server reads it", name),
            "It belongs into keeper_server.coordination_settings.");
    if (found.section == Section::keeper_server && belongs_to_the_top(found.name))
        return checkup.add("setting.misplaced", found.key,
                           fmt::format("{} stands below keeper_server, where no server reads it", name),
                           "It belongs to the top of the configuration, beside keeper_server.");
    if (found.name == "state_storage_path")
        // keeper-files 1.1 knows it from the configuration of a server of 2022; no source has it.
        return checkup.add("setting.ignored", found.key,
                           "state_storage_path is in no release whose source is known",
                           "The raft state lies on state_storage_disk, else in storage_path.");
    checkup.add(
        "setting.ignored", found.key,
        fmt::format("{} is in no list of settings that is known: servers pass over it silently", name),
        meant(checkup, found));
}

void check_known(Checkup& checkup, Release release, const FoundSetting& found) {
    const Setting& setting = *found.setting;
    const bool stops = found.section == Section::coordination_settings;
    switch (presence_in(setting.lifetime, release)) {
    case Presence::unknown:
        return stops ? checkup.add(release, "setting.unknown", found.key,
                                   fmt::format("the coordination setting {} is newer: a server that does not "
                                               "know it does not start",
                                               setting.name),
                                   "Take it out until every node has a release that knows it.")
                     : checkup.add(release, "setting.ignored", found.key,
                                   fmt::format("{} is newer: a server that does not know it passes over it",
                                               setting.name));
    case Presence::uncertain:
        if (stops)
            checkup.add(release, "setting.uncertain", found.key,
                        fmt::format("it is not established that the release knows {}: one that does not, "
                                    "does not start",
                                    setting.name),
                        "Try it on one node first.");
        break;
    case Presence::known:
        break;
    }
    if (release >= setting.obsolete_from)
        checkup.add(release, "setting.obsolete", found.key,
                    fmt::format("{} has no effect any more", setting.name), "Take it out.");
    if (setting.is_for_tests)
        checkup.add(release, "setting.for-tests", found.key,
                    fmt::format("{} is for tests only", setting.name), "Take it out.");
}

bool may_be_repeated(const FoundSetting& found) {
    return found.name.starts_with("old_") && found.setting != nullptr; // several old disks are meant
}

std::vector<std::string> repeated_sections(const Checkup& checkup) {
    std::vector<std::string> names = checkup.configuration().children("");
    std::erase_if(names, [](const std::string& name) {
        return name == keeper_section || without_number(name) != keeper_section;
    });
    return names;
}

} // namespace

void check_known_names(Checkup& checkup, Release release) {
    each_setting_but_of_members(checkup, [&](const FoundSetting& found) {
        if (found.setting != nullptr && !found.is_repeated)
            check_known(checkup, release, found);
    });
}

void check_unknown_names(Checkup& checkup) {
    each_setting(checkup, [&](const FoundSetting& found) {
        if (found.setting != nullptr || found.is_repeated)
            return;
        if (found.section == Section::coordination_settings)
            add_unknown_coordination(checkup, found);
        else
            add_unknown_elsewhere(checkup, found);
    });
}

std::set<std::pair<std::string, std::uint64_t>> repeated_places(const Checkup& checkup) {
    std::set<std::pair<std::string, std::uint64_t>> places;
    const auto add = [&](const std::string& key) {
        const Origin origin = checkup.origin(key);
        places.emplace(origin.file, origin.line);
    };
    for (const std::string& name : repeated_sections(checkup))
        add(name);
    each_setting(checkup, [&](const FoundSetting& found) {
        if (found.is_repeated)
            add(found.key);
    });
    return places;
}

void check_repeated(Checkup& checkup) {
    for (const std::string& name : repeated_sections(checkup))
        checkup.add("setting.repeated", name, "keeper_server stands there twice: only the first is read",
                    "Give the elements of all files the same attributes, or none, so that they merge.");
    each_setting(checkup, [&](const FoundSetting& found) {
        if (!found.is_repeated || may_be_repeated(found))
            return;
        if (found.section == Section::coordination_settings)
            checkup.add("setting.repeated-stops", found.key,
                        fmt::format("{} stands there twice, and the second is an unknown setting to a server",
                                    escaped(found.name)),
                        "Leave one of them.");
        else if (found.section == Section::raft_server && found.setting != nullptr &&
                 (found.name == "id" || found.name == "hostname" || found.name == "port"))
            checkup.add("raft.repeated-field", found.key,
                        fmt::format("a member has its {} twice", found.name),
                        "Close the element of one server before that of the next begins.");
        else
            checkup.add("setting.repeated", found.key,
                        fmt::format("{} stands there twice: only the first is read", escaped(found.name)),
                        "Leave one of them.");
    });
}

} // namespace keeperfs::config
