#include "keeperfs/keeper/replay_rules.h"

#include "keeperfs/keeper/snapshot_format.h"

namespace keeperfs::keeper {

namespace {
/// keeper-files 6: until then a multi's permissions were checked ahead and "auth" against committed sessions.
constexpr Release first_of_new_family{23, 4};
} // namespace

std::string_view name_of(RuleFamily family) { return family == RuleFamily::year22 ? "22" : "26"; }

RuleSet rules_of(RuleFamily family) {
    if (family == RuleFamily::year22)
        return {};
    return {.family = family,
            .drops_world_entries = false,
            .checks_multi_permissions_first = false,
            .set_of_root_moves_its_cversion = false,
            .reserves_keeper_prefix = false,
            .marks_sequential_nodes = false,
            .removes_recursively_with_all_permissions = true,
            .refuses_checks_of_system_nodes = true};
}

RuleFamily rule_family_of(Release release) {
    return release < first_of_new_family ? RuleFamily::year22 : RuleFamily::year26;
}

std::optional<RuleFamily> rule_family_shown_by_digest(int digest_version) {
    switch (digest_version) {
    case 1:
    case 2:
        return RuleFamily::year22;
    case 4:
    case 5:
        return RuleFamily::year26;
    default:
        return std::nullopt;
    }
}

std::optional<RuleFamily> rule_family_shown_by_snapshot(int version) {
    if (version >= snapshot_version::slim_nodes)
        return RuleFamily::year26;
    return std::nullopt;
}

} // namespace keeperfs::keeper
