#include "keeperfs/keeper/replay_rules.h"

#include "keeperfs/keeper/snapshot_format.h"

namespace keeperfs::keeper {

namespace {
/// keeper-files 6: until then a multi's permissions were checked ahead and "auth" against committed sessions.
constexpr Release first_of_year24{23, 4};
constexpr Release first_of_year25{25, 7};
constexpr Release first_of_year26{26, 8};

WorldEntries world_entries_of(RuleFamily family) {
    switch (family) {
    case RuleFamily::year22:
    case RuleFamily::year24:
        return WorldEntries::dropped;
    case RuleFamily::year25:
        return WorldEntries::dropped_if_all_bits;
    case RuleFamily::year26:
        break;
    }
    return WorldEntries::kept;
}
} // namespace

std::string_view name_of(RuleFamily family) {
    constexpr std::string_view names[] = {"22", "24", "25", "26"};
    return names[static_cast<std::size_t>(family)];
}

RuleSet rules_of(RuleFamily family) {
    if (family == RuleFamily::year22)
        return {};
    return {.family = family,
            .world_entries = world_entries_of(family),
            .checks_multi_permissions_first = false,
            .set_of_root_moves_its_cversion = false,
            .reserves_keeper_prefix = false,
            .marks_sequential_nodes = false,
            .removes_recursively_with_all_permissions = true,
            .refuses_checks_of_system_nodes = true};
}

RuleFamily rule_family_of(Release release) {
    if (release < first_of_year24)
        return RuleFamily::year22;
    if (release < first_of_year25)
        return RuleFamily::year24;
    return release < first_of_year26 ? RuleFamily::year25 : RuleFamily::year26;
}

std::optional<RuleFamily> rule_family_shown_by_digest(int digest_version) {
    switch (digest_version) {
    case 1:
    case 2:
        return RuleFamily::year22;
    case 4:
        return RuleFamily::year25;
    case 5:
        return RuleFamily::year26;
    default:
        return std::nullopt;
    }
}

std::optional<RuleFamily> rule_family_shown_by_snapshot(int version) {
    if (version < snapshot_version::slim_nodes)
        return std::nullopt;
    return version < snapshot_version::ttl ? RuleFamily::year25 : RuleFamily::year26;
}

} // namespace keeperfs::keeper
