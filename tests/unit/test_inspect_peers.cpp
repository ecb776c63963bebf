#include "support/keeper_member.h"

#include "keeperfs/inspect/fsck.h"
#include "keeperfs/inspect/repair.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

using namespace keeperfs;
using inspect::FsckReport;
using inspect::IndexRange;
using Member = test::KeeperMember;

namespace {

constexpr const char* codes[] = {"peer.diverged", "peer.has-more", "peer.newer-term", "peer.not-proven"};

FsckReport examined(const Member& own, const Member& peer) {
    return inspect::fsck(io::FileSystem::system(), {own.places(), {peer.places()}, std::nullopt, false});
}

std::vector<std::string> found_of_peers(const FsckReport& report) {
    std::vector<std::string> found;
    for (const inspect::FsckFinding& finding : report.findings)
        if (std::ranges::find(codes, finding.finding.code) != std::end(codes))
            found.push_back(finding.finding.code);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

} // namespace

TEST_CASE("a peer fills a gap only when the records on both sides are its own") {
    struct Case {
        const char* what;
        std::uint64_t salt_before, salt_behind, term_behind;
        std::vector<std::string> found;
        std::uint64_t reach;
    };
    const Case cases[] = {
        {"all the same", 0, 0, 1, {"peer.has-more"}, 900},
        {"another record before the gap", 1, 0, 1, {"peer.diverged"}, 400},
        {"another record behind it", 0, 1, 1, {"peer.diverged"}, 400},
        {"a greater term behind it", 0, 0, 2, {"peer.newer-term"}, 400},
    };
    for (const Case& expected : cases) {
        CAPTURE(expected.what);
        const Member own, peer;
        own.write(1, 400, 1);
        own.write(601, 900, 1);
        peer.write(1, 500, 1, expected.salt_before);
        peer.write(501, 600, 1);
        peer.write(601, 900, expected.term_behind, expected.salt_behind);
        const FsckReport report = examined(own, peer);
        CHECK(found_of_peers(report) == expected.found);
        CHECK(report.all.reach(0) == expected.reach);
    }
}

TEST_CASE("several peers fill a gap together, when each goes on from what is proven") {
    const Member own, low, high, beside;
    own.write(1, 10, 1);
    own.write(31, 40, 1);
    low.write(1, 22, 1);
    high.write(21, 40, 1);
    beside.write(1, 20, 1); // ends where the other begins: no record shows that both are of one history
    const auto reach = [&](const Member& first, const Member& second) {
        const FsckReport report = inspect::fsck(
            io::FileSystem::system(), {own.places(), {first.places(), second.places()}, std::nullopt, false});
        return report.all.reach(0);
    };
    CHECK(reach(low, high) == 40);
    CHECK(reach(high, low) == 40);
    CHECK(reach(beside, high) == 10);
}

TEST_CASE("a record of one's own that the cluster overwrote is no end from which a peer's go on") {
    const Member own, peer;
    own.write(1, 5, 1);
    own.write(10, 12, 2);
    peer.write(1, 3, 1);
    peer.write(4, 15, 2);
    CHECK(examined(own, peer).all.reach(0) == 5);
}

TEST_CASE("records of a peer behind one's own last one are taken when that one is the same") {
    const Member own, peer, stranger;
    own.write(1, 10, 1);
    peer.write(1, 30, 1);
    stranger.write(1, 30, 1, 7);
    CHECK(examined(own, peer).all.last() == 30);
    CHECK(examined(own, stranger).all.last() == 10);
    CHECK(found_of_peers(examined(own, stranger)) == std::vector<std::string>{"peer.diverged"});
}

TEST_CASE("of a directory in which nothing is the same, nothing is taken") {
    const Member own, peer;
    own.write(1, 10, 1);
    peer.write(5, 30, 2);
    const FsckReport report = examined(own, peer);
    CHECK(found_of_peers(report) == std::vector<std::string>{"peer.not-proven"});
    CHECK(report.all.last() == 10);
}

TEST_CASE("without a log of one's own the snapshot shows where a peer's records go on") {
    // The stranger's record 50 has the same term and zxid.
    const Member own("d6-zero-byte-snapshot"), peer("d6-zero-byte-snapshot"),
        stranger("12-survivor-of-three");
    std::filesystem::remove_all(own.dir.path() / "log");
    std::filesystem::create_directory(own.dir.path() / "log");
    const FsckReport report = examined(own, peer);
    CHECK(found_of_peers(report) == std::vector<std::string>{"peer.has-more"});
    const inspect::RepairPlan plan = inspect::plan_repair(report.scans, report.all);
    CHECK(plan.snapshot_index == 50);
    CHECK((plan.from_peers == std::vector<IndexRange>{{51, 79}}));
    CHECK(inspect::execute_repair(io::FileSystem::system(), report.scans, plan, own.dir.file("copy")).zxid ==
          76);
    CHECK(found_of_peers(examined(own, stranger)) == std::vector<std::string>{"peer.not-proven"});
}

TEST_CASE("a peer's snapshot is taken only when the peer is of the same history") {
    const Member own("d9-flipped-byte-snapshot"), peer("d6-zero-byte-snapshot"),
        stranger("12-survivor-of-three");
    for (const char* name : {"changelog_1_25.bin", "changelog_26_50.bin"})
        std::filesystem::remove(own.log(name));
    const FsckReport report = examined(own, peer);
    CHECK(inspect::plan_repair(report.scans, report.all).snapshot_index == 50);
    const FsckReport foreign = examined(own, stranger);
    CHECK_THROWS_AS(inspect::plan_repair(foreign.scans, foreign.all), Error);
}
