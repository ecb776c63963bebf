// Numbers and names: KeeperFeatureFlags.h in five variants; the releases are those of the pull requests.
#include "config/catalogue_rows.h"

#include "keeperfs/keeper/snapshot_format.h"

namespace keeperfs::config {

namespace {

constexpr FeatureFlag flags[] = {
    {"filtered_list", 0, since(23, 6), Release{23, 6}},
    {"multi_read", 1, since(23, 6), Release{23, 6}},
    // On by default since some release of 2025 that is not established.
    {"check_not_exists", 2, since(23, 6), stage_25_12},
    {"create_if_not_exists", 3, between({23, 7}, {23, 10}), stage_25_12},
    {"remove_recursive", 4, between({24, 9}, {24, 12}), std::nullopt},
    {"multi_watches", 5, between({25, 7}, {25, 10}), std::nullopt},
    {"check_stat", 6, between({25, 8}, {25, 11}), Release{26, 1}},
    {"persistent_watches", 7, between({25, 10}, {26, 1}), std::nullopt},
    {"create_with_stats", 8, between({25, 10}, {26, 1}), std::nullopt},
    {"try_remove", 9, since(26, 1), Release{26, 1}},
    {"list_with_stat_and_data", 10, since(26, 2), std::nullopt},
    // The names of these three were not seen in the source.
    {"get_children_recursive", 11, {never, {26, 3}}, std::nullopt},
    {"create_ttl", 12, {never, {26, 5}}, std::nullopt, keeper::snapshot_version::ttl},
    {"create_container", 13, {never, {26, 7}}, std::nullopt, keeper::snapshot_version::containers},
};

constexpr char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

} // namespace

std::span<const FeatureFlag> feature_flags() noexcept { return flags; }

const FeatureFlag* find_feature_flag(std::string_view name) noexcept {
    const auto found = std::ranges::find_if(
        flags, [&](const FeatureFlag& flag) { return std::ranges::equal(flag.name, name, {}, {}, lower); });
    return found != std::end(flags) ? found : nullptr;
}

} // namespace keeperfs::config
