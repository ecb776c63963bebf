#include "keeperfs/config/release_defaults.h"

#include <fmt/format.h>

#include <algorithm>

namespace keeperfs::config {

namespace {

void add_settings(std::vector<ReleaseDefault>& defaults, Section section, Release release) {
    for (const Setting& setting : settings_of(section)) {
        const Presence presence = presence_in(setting.lifetime, release);
        const std::string_view value = default_in(setting, release);
        if (presence != Presence::unknown && !value.empty() && release < setting.obsolete_from)
            defaults.push_back(
                {fmt::format("{}.{}", path_of(section), setting.name), value, presence == Presence::known});
    }
}

void add_flags(std::vector<ReleaseDefault>& defaults, Release release) {
    for (const FeatureFlag& flag : feature_flags()) {
        const Presence presence = presence_in(flag.lifetime, release);
        if (presence == Presence::unknown)
            continue;
        const bool is_on = flag.default_on && *flag.default_on <= release;
        // The first release that turns a flag on is established for few of them.
        defaults.push_back({fmt::format("keeper_server.feature_flags.{}", flag.name), is_on ? "1" : "0",
                            is_on && presence == Presence::known});
    }
}

} // namespace

std::vector<ReleaseDefault> defaults_of(Release release) {
    std::vector<ReleaseDefault> defaults;
    for (const Section section :
         {Section::keeper_server, Section::coordination_settings, Section::raft_configuration})
        add_settings(defaults, section, release);
    add_flags(defaults, release);
    return defaults;
}

std::vector<ReleaseDefault> defaults_beside(const Configuration& configuration, Release release) {
    std::vector<ReleaseDefault> defaults = defaults_of(release);
    std::erase_if(defaults, [&](const ReleaseDefault& setting) { return configuration.has(setting.key); });
    return defaults;
}

} // namespace keeperfs::config
