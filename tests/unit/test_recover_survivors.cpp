#include "support/keeper_member.h"

#include "keeperfs/base/error.h"
#include "keeperfs/recover/survivors.h"

#include <doctest/doctest.h>

#include <deque>
#include <functional>

using namespace keeperfs;
using inspect::IndexRange;
using recover::Agreement;
using recover::LogPosition;
using recover::Survivor;
using recover::Survivors;
using test::KeeperMember;

namespace {

Survivors found_in(const std::vector<std::string>& directories, bool replays = false) {
    return recover::find_survivors(io::FileSystem::system(), {directories, replays});
}
Survivors found_in(const std::deque<KeeperMember>& members) {
    std::vector<std::string> directories;
    for (const KeeperMember& member : members)
        directories.push_back(member.directory());
    return found_in(directories);
}
std::string golden(const std::string& name) { return test::golden("keeper/" + name).string(); }

} // namespace

TEST_CASE("of a real survivor all is known that a recovery needs") {
    const Survivors survivors = found_in({golden("12-survivor-of-three")}, true);
    const Survivor& best = survivors.best();
    REQUIRE(best.is_usable);
    CHECK(best.snapshot_index == 60);
    CHECK(best.last == LogPosition{1, 79});
    CHECK(best.zxid == 76);
    REQUIRE(best.membership);
    CHECK(best.membership->servers.size() == 3);
    CHECK(best.membership->log_index == 1);
    CHECK(survivors.committed == 60);
    CHECK(survivors.agree());
    CHECK(!survivors.are_a_majority());
    CHECK(survivors.scans.front().state.effective()->term == 1);
}

TEST_CASE("three members of one ensemble agree, and are a majority") {
    const Survivors survivors = found_in({golden("08-cluster3-sigterm/n1"), golden("08-cluster3-sigterm/n2"),
                                          golden("08-cluster3-sigterm/n3")},
                                         true);
    CHECK(survivors.agree());
    CHECK(survivors.are_a_majority());
    for (const Survivor& one : survivors.all) {
        CHECK(one.last == survivors.best().last);
        CHECK(!one.lacks);
        CHECK(!one.beyond);
    }
    CHECK(survivors.together.last == survivors.best().last);
    CHECK(survivors.findings.empty());
}

TEST_CASE("a membership that was changed counts from its record on") {
    const Survivors survivors = found_in({golden("09-cluster-grown-3to4/n1")});
    REQUIRE(survivors.best().membership);
    CHECK(survivors.best().membership->servers.size() == 4);
    CHECK(survivors.best().membership->log_index == 81);
    const Survivors appended = found_in({golden("13-survivor-conf-appended")});
    CHECK(appended.best().membership->servers.size() == 1);
    CHECK(appended.best().last == LogPosition{1, 80});
    CHECK(appended.best().zxid == 76);
}

TEST_CASE("the best is the one with the greatest last term, then index, and the others are seen beside it") {
    struct Case {
        const char* what;
        std::function<void(const KeeperMember&, const KeeperMember&)> write; ///< the second is the best
        LogPosition best;
        Agreement agreement;
        std::optional<std::uint64_t> common;
        std::optional<IndexRange> lacks, beyond;
    };
    const Case cases[] = {
        {"one lags",
         [](const KeeperMember& other, const KeeperMember& best) {
             other.write(1, 50, 1);
             best.write(1, 60, 1);
         },
         {1, 60},
         Agreement::agrees,
         50,
         IndexRange{51, 60},
         std::nullopt},
        {"a longer log of a smaller term is a tail that was overwritten",
         [](const KeeperMember& other, const KeeperMember& best) {
             other.write(1, 70, 1);
             best.write(1, 50, 1);
             best.write(51, 52, 2);
         },
         {2, 52},
         Agreement::agrees,
         50,
         IndexRange{51, 52},
         IndexRange{51, 70}},
        {"a greater term in the middle and a smaller one at the end",
         [](const KeeperMember& other, const KeeperMember& best) {
             other.write(1, 10, 1);
             other.write(11, 12, 3);
             best.write(1, 10, 1);
             best.write(11, 11, 2);
             best.write(12, 12, 4);
         },
         {4, 12},
         Agreement::agrees,
         10,
         IndexRange{11, 12},
         IndexRange{11, 12}},
        {"another ensemble",
         [](const KeeperMember& other, const KeeperMember& best) {
             other.write(1, 50, 1, 1000);
             best.write(1, 60, 1);
         },
         {1, 60},
         Agreement::diverged,
         std::nullopt,
         std::nullopt,
         std::nullopt},
        {"another ensemble with other terms",
         [](const KeeperMember& other, const KeeperMember& best) {
             other.write(1, 50, 3, 1000);
             best.write(1, 60, 5);
         },
         {5, 60},
         Agreement::not_proven,
         std::nullopt,
         std::nullopt,
         std::nullopt},
        {"both went on by themselves and committed it",
         [](const KeeperMember& other, const KeeperMember& best) {
             other.write(1, 50, 1);
             other.write(51, 70, 2);
             other.write_snapshot(60, 2);
             best.write(1, 50, 1);
             best.write(51, 80, 3);
         },
         {3, 80},
         Agreement::diverged,
         50,
         IndexRange{51, 80},
         IndexRange{51, 70}},
        {"the best one ends before what the other one committed",
         [](const KeeperMember& other, const KeeperMember& best) {
             other.write(1, 70, 1);
             other.write_snapshot(60, 1);
             best.write(1, 50, 1);
             best.write(51, 52, 2);
         },
         {2, 52},
         Agreement::diverged,
         50,
         IndexRange{51, 52},
         IndexRange{51, 70}},
        {"a snapshot stands for its record",
         [](const KeeperMember& other, const KeeperMember& best) {
             other.write(41, 50, 1);
             other.write_snapshot(45, 1);
             best.write(1, 60, 1);
             best.write_snapshot(30, 1);
         },
         {1, 60},
         Agreement::agrees,
         50,
         IndexRange{51, 60},
         std::nullopt},
    };
    for (const Case& one : cases) {
        CAPTURE(one.what);
        const std::deque<KeeperMember> members(2);
        one.write(members[0], members[1]);
        const Survivors survivors = found_in(members);
        CHECK(survivors.best().directory == members[1].directory());
        CHECK(survivors.best().last == one.best);
        const Survivor& other = survivors.all[1];
        CHECK(other.agreement == one.agreement);
        CHECK(survivors.agree() == (one.agreement == Agreement::agrees));
        CHECK(survivors.findings.empty() == survivors.agree());
        CHECK(other.common == one.common);
        CHECK(other.lacks == one.lacks);
        CHECK(other.beyond == one.beyond);
    }
}

TEST_CASE("what only several survivors hold together is known") {
    const std::deque<KeeperMember> members(2);
    members[0].write(1, 50, 1);
    members[0].write(76, 100, 1);
    members[1].write(1, 76, 1);
    const Survivors survivors = found_in(members);
    CHECK(survivors.best().directory == members[1].directory());
    CHECK(survivors.best().last == LogPosition{1, 76});
    CHECK(survivors.together.last == LogPosition{1, 100});
    CHECK((survivors.together.from_others == std::vector<IndexRange>{{77, 100}}));
    CHECK(survivors.all[1].last == LogPosition{1, 50});
    CHECK((survivors.all[1].unusable == std::vector<IndexRange>{{76, 100}}));
    CHECK((survivors.all[1].missing == std::vector<IndexRange>{{51, 75}}));
}

TEST_CASE("a damaged one counts as far as it can be used") {
    const Survivors survivors =
        found_in({golden("d4-flipped-byte-middle-log"), golden("d9-flipped-byte-snapshot")});
    CHECK(survivors.best().directory.ends_with("d9-flipped-byte-snapshot"));
    CHECK(survivors.best().last == LogPosition{1, 79});
    CHECK(survivors.all[1].last.index < 79);
    CHECK(survivors.all[1].agreement == Agreement::agrees);
    CHECK(!survivors.all[1].findings.empty());
}

TEST_CASE("changes behind an index are those of that survivor") {
    const std::deque<KeeperMember> members(2);
    members[0].write(1, 53, 1);
    members[1].write(1, 50, 1);
    members[1].write(51, 51, 2, 900);
    const Survivors survivors = found_in(members);
    const auto lost = recover::changes_behind(io::FileSystem::system(), survivors, survivors.all[1].log,
                                              *survivors.all[1].common);
    REQUIRE(lost.total() == 3);
    CHECK(lost.first.front().path == "/node-51");
    const auto kept = recover::changes_behind(io::FileSystem::system(), survivors, survivors.best().log, 50);
    REQUIRE(kept.total() == 1);
    CHECK(kept.first.front().path == "/node-951");
}

TEST_CASE("what is no survivor is said") {
    CHECK_THROWS_AS(found_in(std::vector<std::string>{}), Error);
    CHECK_THROWS_WITH_AS(found_in({golden("12-survivor-of-three"), golden("12-survivor-of-three")}),
                         doctest::Contains("the directory is given twice"), Error);
}
