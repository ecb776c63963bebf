#pragma once
// Every element of the sections that the catalogue knows, with what the catalogue says of it.
#include "config/checkup.h"

namespace keeperfs::config {

struct FoundSetting {
    Section section;
    std::string key;
    std::string name; ///< without the number
    const Setting* setting = nullptr;
    bool is_repeated = false; ///< the second of its name, or a later one
};

template <class Visit>
void each_in(const Checkup& checkup, Section section, std::string_view path, const Visit& visit) {
    for (const std::string& child : checkup.configuration().children(path)) {
        const std::string name(without_number(child));
        visit(FoundSetting{section, below(path, child), name, find_setting(section, name), name != child});
    }
}

/// Without those of the members, which every release knows.
template <class Visit> void each_setting_but_of_members(const Checkup& checkup, const Visit& visit) {
    for (const Section section :
         {Section::keeper_server, Section::coordination_settings, Section::raft_configuration})
        each_in(checkup, section, path_of(section), [&](const FoundSetting& found) {
            // A server takes every name that begins so for a member.
            if (section != Section::raft_configuration || !found.name.starts_with("server"))
                visit(found);
        });
}

template <class Visit> void each_setting(const Checkup& checkup, const Visit& visit) {
    each_setting_but_of_members(checkup, visit);
    for (const RaftServer& server : checkup.keeper().servers)
        each_in(checkup, Section::raft_server, server.key, visit);
}

} // namespace keeperfs::config
