#include "support/backup_scene.h"
#include "support/keeper_member.h"
#include "support/living_keeper.h"

#include "keeperfs/backup/prune.h"

#include <algorithm>
#include <random>
#include <set>

using namespace keeperfs;
using namespace keeperfs::test;
using backup::DatedBackup;
using backup::KeepRules;
using backup::KeptBackup;

namespace {

constexpr std::int64_t hour_ms = 3'600'000, day_ms = 24 * hour_ms;

std::vector<std::string> kept_ids(const std::vector<DatedBackup>& backups, const KeepRules& rules) {
    std::vector<std::string> ids;
    for (const KeptBackup& backup : backup::choose_kept(backups, rules))
        if (backup.is_kept())
            ids.push_back(backup.id);
    return ids;
}

/// Hourly, the first at the first moment of Sunday, 29 November 2026.
std::vector<DatedBackup> hourly(std::size_t count) {
    constexpr std::int64_t sunday = 1'795'910'400'000;
    std::vector<DatedBackup> backups;
    for (std::size_t i = 0; i < count; ++i)
        backups.push_back({std::to_string(i), sunday + static_cast<std::int64_t>(i) * hour_ms, true});
    return backups;
}

std::int64_t period(std::int64_t ms, std::int64_t length) { return ms / length; }

} // namespace

TEST_CASE("of each period the last backup is kept") {
    const auto backups = hourly(72); // Sunday, Monday, 1 December
    CHECK(kept_ids(backups, {2}) == std::vector<std::string>{"70", "71"});
    CHECK(kept_ids(backups, {0, 3}) == std::vector<std::string>{"69", "70", "71"});
    CHECK(kept_ids(backups, {0, 0, 2}) == std::vector<std::string>{"47", "71"});
    CHECK(kept_ids(backups, {0, 0, 0, 2}) == std::vector<std::string>{"23", "71"});
    CHECK(kept_ids(backups, {0, 0, 0, 0, 2}) == std::vector<std::string>{"47", "71"});
    CHECK(kept_ids(backups, {0, 0, 0, 0, 99}) == std::vector<std::string>{"47", "71"});
}

TEST_CASE("the last good one is always kept") {
    auto backups = hourly(10);
    for (std::size_t i = 4; i < backups.size(); ++i)
        backups[i].is_good = false;
    CHECK(kept_ids(backups, {1}) == std::vector<std::string>{"3", "9"});
}

TEST_CASE("whatever the schedule and the rules, what a rule asks for stays") {
    std::mt19937 random(29);
    const auto number = [&](std::uint64_t most) {
        return std::uniform_int_distribution<std::uint64_t>(0, most)(random);
    };
    for (int round = 0; round < 500; ++round) {
        std::vector<DatedBackup> backups;
        std::int64_t at = first_backup_ms;
        for (std::uint64_t i = number(60); i > 0; --i) {
            at += static_cast<std::int64_t>(
                number(static_cast<std::uint64_t>(number(3) == 0 ? 20 * day_ms : 3 * hour_ms)));
            backups.push_back({std::to_string(backups.size()), at, number(4) != 0});
        }
        const KeepRules rules{number(5), number(5), number(5), number(3), number(3)};
        const auto kept = backup::choose_kept(backups, rules);
        CAPTURE(round);
        REQUIRE(kept.size() == backups.size());
        // The simple oracle: whether somebody later is in the same period, and how many periods come behind.
        for (std::size_t i = 0; i < backups.size(); ++i) {
            const auto is_wanted = [&](std::uint64_t count, std::int64_t length) {
                std::set<std::int64_t> later;
                for (std::size_t other = i + 1; other < backups.size(); ++other)
                    later.insert(period(backups[other].created_ms, length));
                return !later.contains(period(backups[i].created_ms, length)) && later.size() < count;
            };
            const bool last = backups.size() - i <= rules.last;
            const bool good =
                backups[i].is_good &&
                std::none_of(backups.begin() + static_cast<std::ptrdiff_t>(i) + 1, backups.end(),
                             [](const DatedBackup& other) { return other.is_good; });
            const auto has = [&](const char* reason) {
                return std::ranges::find(kept[i].reasons, reason) != kept[i].reasons.end();
            };
            CHECK(has("last") == last);
            CHECK(has("last-good") == good);
            CHECK(has("hourly") == is_wanted(rules.hourly, hour_ms));
            CHECK(has("daily") == is_wanted(rules.daily, day_ms));
        }
    }
}

TEST_CASE("after any pruning every backup that is kept is whole, and nothing else is left") {
    std::mt19937 random(31);
    BackupScene scene;
    LivingKeeper keeper(scene.dir.path() / "data", {20, 30, 25, 3});
    keeper.append(20);
    for (int round = 0; round < 12; ++round) {
        for (unsigned i = random() % 4; i > 0; --i) {
            if (random() % 2 == 0)
                keeper.append(10);
            scene.now_ms += static_cast<std::int64_t>(random() % (30 * static_cast<unsigned>(hour_ms)));
            scene.back_up(keeper.directory());
        }
        const KeepRules rules{1 + random() % 3, random() % 3, random() % 3, 0, 0};
        backup::prune(scene.store, rules, false, [](const backup::PrunePlan&) {});
        if (scene.store.list().empty())
            continue;
        CHECK(scene.verify(false).is_well());
    }
    CHECK(!scene.store.list().empty());
}

TEST_CASE("no rule is no permission, a refusal leaves all, and an unreadable manifest keeps every file") {
    BackupScene scene;
    const KeeperMember member("01-simple-plainlog");
    const auto first = scene.back_up(member.directory()).manifest;
    scene.back_up(member.directory());
    CHECK_THROWS_AS(backup::plan_prune(scene.store, {}), Error);
    CHECK_THROWS_AS(backup::prune(scene.store, {1}, false,
                                  [](const backup::PrunePlan&) { throw Error(ErrorKind::refused, "no"); }),
                    Error);
    CHECK(scene.store.list().size() == 2);
    write_file(scene.place(backup::Store::manifest_name(first.id)), "{}");
    write_file(scene.place("data_foreign"), "x");
    const auto plan = backup::prune(scene.store, {1}, false, [](const backup::PrunePlan&) {});
    CHECK(!plan.is_complete);
    CHECK(std::filesystem::exists(scene.place("data_foreign")));
    CHECK(plan.unreadable == std::vector<std::string>{first.id});
}
