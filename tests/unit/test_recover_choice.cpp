// Which files are taken, and what is refused.
#include "support/keeper_member.h"
#include "support/recovered.h"

#include "keeperfs/base/error.h"

#include <doctest/doctest.h>

#include <deque>

using namespace keeperfs;
using inspect::IndexRange;
using keeper::ClusterServer;
using recover::Survivors;
using test::KeeperMember;

namespace {

Survivors found_in(const std::deque<KeeperMember>& members) {
    std::vector<std::string> directories;
    for (const KeeperMember& member : members)
        directories.push_back(member.directory());
    return recover::find_survivors(io::FileSystem::system(), {directories, false});
}

/// Records of a real server, so that their digests are right.
void write_part(const KeeperMember& member, std::uint64_t from, std::uint64_t to, std::uint64_t term = 1) {
    const auto records = test::records_in(test::golden("keeper/12-survivor-of-three").string());
    test::StringSink sink;
    keeper::ChangelogWriter writer(sink, keeper::ChangelogCodec::plain);
    for (std::uint64_t index = from; index <= to; ++index) {
        keeper::ChangelogRecord record;
        record.index = index;
        record.term = term;
        record.type = records.at(index).type;
        record.blob = as_bytes(records.at(index).blob);
        writer.write(record);
    }
    writer.finish();
    test::write_file(member.log(keeper::changelog_name(from, to, keeper::ChangelogCodec::plain)),
                     sink.content);
}

} // namespace

TEST_CASE("which member a survivor is shows where only one is possible, or is said") {
    const ClusterServer one{1, 0, "a:1", ""}, two{2, 0, "b:1", ""}, three{3, 0, "c:1", ""},
        other{7, 0, "d:1", ""};
    const std::vector<ClusterServer> stored{one, two, three}, none;
    CHECK(recover::own_member(stored, none, 2) == two);
    CHECK(recover::own_member(std::vector{one}, none, std::nullopt) == one);
    CHECK(recover::own_member(stored, std::vector{two, other}, std::nullopt) == two);
    CHECK(recover::own_member(stored, std::vector{other}, std::nullopt) == other);
    CHECK(recover::own_member(none, std::vector{other}, std::nullopt) == other);
    CHECK_THROWS_AS(recover::own_member(stored, none, std::nullopt), Error);
    CHECK_THROWS_AS(recover::own_member(stored, none, 9), Error);
    CHECK_THROWS_AS(recover::own_member(stored, std::vector{one, two}, std::nullopt), Error);
    CHECK_THROWS_AS(recover::own_member(none, none, std::nullopt), Error);
}

TEST_CASE("what one survivor lacks is a loss that must be accepted") {
    std::deque<KeeperMember> members(2);
    members[0].write(1, 50, 1);
    members[1].write(1, 43, 1);
    const Survivors survivors = found_in(members);
    const recover::Choice best = recover::choose_one(survivors, 0), other = recover::choose_one(survivors, 1);
    CHECK(best.lost.empty());
    CHECK_NOTHROW(recover::refuse_loss(best, 0));
    CHECK(other.lost == std::vector{IndexRange{44, 50}});
    CHECK_THROWS_AS(recover::refuse_loss(other, 6), Error);
    CHECK_NOTHROW(recover::refuse_loss(other, 7));
}

TEST_CASE("records behind a gap are a loss too, unless another survivor has what is between") {
    std::deque<KeeperMember> members(1);
    members[0].write(1, 20, 1);
    members[0].write(31, 40, 1);
    CHECK(recover::choose_one(found_in(members), 0).lost == std::vector{IndexRange{21, 40}});
    members.emplace_back().write(15, 35, 1);
    CHECK(recover::choose_one(found_in(members), 0).lost == std::vector{IndexRange{21, 40}});
    CHECK(recover::choose_all(found_in(members)).lost.empty());
}

TEST_CASE("a directory of another history is refused") {
    std::deque<KeeperMember> members(2);
    members[0].write(1, 50, 1);
    members[1].write(1, 43, 1, 1000);
    CHECK_THROWS_AS(recover::refuse_disagreement(found_in(members)), Error);
    members.pop_back();
    CHECK_NOTHROW(recover::refuse_disagreement(found_in(members)));
}

TEST_CASE("a log in pieces over three directories comes together as the whole one") {
    std::deque<KeeperMember> members(3);
    write_part(members[0], 1, 31);
    write_part(members[1], 31, 60);
    write_part(members[2], 60, 79);
    const Survivors survivors = found_in(members);
    CHECK(survivors.agree());
    CHECK(survivors.together.last.index == 79);
    const recover::Choice choice = recover::choose_all(survivors);
    CHECK(choice.lost.empty());
    const test::TestDir out;
    const auto recovery = recover::plan_recovery(choice.scans, choice.log, test::alone("1=a:1"));
    recover::execute_recovery(io::FileSystem::system(), choice.scans, recovery, out.file("r"));
    auto records = test::records_in(out.file("r"));
    CHECK(records.size() == 80);
    records.erase(80);
    CHECK(records == test::records_in(test::golden("keeper/12-survivor-of-three").string()));
}

TEST_CASE("a piece with another term at the same index is left out") {
    std::deque<KeeperMember> members(3);
    write_part(members[0], 1, 31);
    write_part(members[1], 31, 60);
    write_part(members[2], 60, 79, 2);
    const Survivors survivors = found_in(members);
    CHECK(survivors.together.last.index == 60);
    CHECK(survivors.all[2].agreement == recover::Agreement::not_proven);
    // It may have gone on from what is there, so leaving it out has to be accepted.
    CHECK(recover::choose_all(survivors).lost == std::vector{IndexRange{61, 79}});
}
