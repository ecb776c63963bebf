#include "inspect/era_rules.h"

namespace keeperfs::inspect {

namespace {

// Observed on a server of 22.10; 22.11 to 23.10 are assumed to do as much harm, since it is not established
// when deleting became detaching (releases 4.6 says "about 23.x").
constexpr EraRules deleting(std::string_view name, keeper::Release first, keeper::Release last,
                            Knowledge known, bool has_markers) {
    return {name,
            first,
            last,
            known,
            OnBadSnapshot::delete_and_try_older,
            OnMissingHead::delete_all,
            true,
            OnHole::unnoticed,
            OnBadRecord::delete_file_and_rest,
            true,
            true,
            has_markers};
}
// Read in the source of 24 and 25.7 to 25.12.
constexpr EraRules detaching(std::string_view name, keeper::Release first, keeper::Release last,
                             OnBadSnapshot bad_snapshot) {
    return {name,
            first,
            last,
            Knowledge::source,
            bad_snapshot,
            OnMissingHead::detach_all,
            true,
            OnHole::detach_the_rest,
            OnBadRecord::keep_prefix,
            false,
            false,
            true};
}

constexpr EraRules eras[] = {
    deleting("21.8 to 22.6", {21, 8}, {22, 6}, Knowledge::not_established, false),
    deleting("22.7 to 22.10", {22, 7}, {22, 10}, Knowledge::observed, false),
    deleting("22.11 to 23.10", {22, 11}, {23, 10}, Knowledge::assumed, true),
    detaching("23.11 to 24.2", {23, 11}, {24, 2}, OnBadSnapshot::delete_and_try_older),
    detaching("24.3 to 25.12", {24, 3}, {25, 12}, OnBadSnapshot::abort),
    {"26.1 and later",
     {26, 1},
     keeper::newest_known_release,
     Knowledge::source,
     OnBadSnapshot::refuse,
     OnMissingHead::refuse,
     false,
     OnHole::refuse,
     OnBadRecord::keep_prefix,
     false,
     false,
     true},
};

} // namespace

const EraRules& rules_of_era(keeper::Release release) {
    const auto found = std::ranges::find_if(eras, [&](const EraRules& era) { return release <= era.last; });
    return found == std::end(eras) ? *std::prev(std::end(eras)) : *found;
}

std::vector<keeper::Release> era_representatives() {
    std::vector<keeper::Release> releases;
    for (const EraRules& era : eras)
        releases.push_back(era.last);
    return releases;
}

// releases 1.3 and 1.6.
std::optional<keeper::Release> first_release_with(keeper::OpNum op) {
    using keeper::OpNum;
    switch (op) {
    case OpNum::check_not_exists:
    case OpNum::reconfig:
        return keeper::Release{23, 6};
    case OpNum::create_if_not_exists:
        return keeper::Release{23, 9};
    case OpNum::remove_recursive:
        return keeper::Release{24, 11};
    case OpNum::check_stat:
        return keeper::Release{25, 10};
    case OpNum::create2:
        return keeper::Release{25, 12};
    case OpNum::try_remove:
        return keeper::Release{26, 1};
    case OpNum::create_ttl:
        return keeper::Release{26, 6};
    case OpNum::create_container:
        return keeper::Release{26, 9};
    default:
        return std::nullopt;
    }
}

} // namespace keeperfs::inspect
