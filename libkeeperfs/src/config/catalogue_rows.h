#pragma once
// How the rows of the catalogue are written down.
#include "keeperfs/config/settings_catalogue.h"

namespace keeperfs::config {

constexpr Release before(Release release) {
    return release.month == 1 ? Release{release.year - 1, 12} : Release{release.year, release.month - 1};
}
inline constexpr Lifetime always{{0, 1}, {0, 0}};
/// A release is established.
constexpr Lifetime since(int year, int month) { return {{year, month}, before({year, month})}; }
/// Worked out from the dates of a pull request, which can be off by one release.
constexpr Lifetime about(int year, int month) {
    const Release release{year, month};
    return {release.month == 12 ? Release{year + 1, 1} : Release{year, month + 1}, before(before(release))};
}
/// Not in the list of `absent`, in that of `present`.
constexpr Lifetime between(Release absent, Release present) { return {present, absent}; }
/// Seen in a development commit after `absent`, and in no release for certain.
constexpr Lifetime unconfirmed_after(Release absent) { return {never, absent}; }

// The stages at which whole lists were read.
inline constexpr Release stage_21_8{21, 8}, stage_22_3{22, 3}, stage_22_8{22, 8}, stage_23_10{23, 10},
    stage_24_10{24, 10}, stage_25_12{25, 12}, stage_26_8{26, 8};

constexpr Setting row(Section section, std::string_view name, ValueType type, std::string_view default_value,
                      Lifetime lifetime) {
    Setting setting;
    setting.section = section;
    setting.name = name;
    setting.type = type;
    setting.default_value = default_value;
    setting.lifetime = lifetime;
    return setting;
}
constexpr Setting then(Setting setting, Release changed, std::string_view later_default) {
    setting.default_changed = changed;
    setting.later_default = later_default;
    return setting;
}
constexpr Setting until(Setting setting, Release last_certain) {
    setting.lifetime.last_certain = last_certain;
    return setting;
}
constexpr Setting obsolete(Setting setting, Release from) {
    setting.obsolete_from = from;
    return setting;
}
constexpr Setting agreeing(Setting setting) {
    setting.must_agree = true;
    return setting;
}
constexpr Setting for_tests(Setting setting) {
    setting.is_for_tests = true;
    return setting;
}
constexpr Setting capped(Setting setting) {
    setting.is_capped = true;
    return setting;
}
constexpr Setting secret(Setting setting) {
    setting.is_secret = true;
    return setting;
}

std::span<const Setting> coordination_rows() noexcept;
std::span<const Setting> keeper_server_rows() noexcept;

} // namespace keeperfs::config
