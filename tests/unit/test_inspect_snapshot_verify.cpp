#include "support/keeper_snapshots.h"

#include "keeperfs/inspect/snapshot_verify.h"

#include <doctest/doctest.h>

#include <functional>
#include <string>

using namespace keeperfs;
using namespace keeperfs::test;
using inspect::SnapshotVerification;
namespace v = keeper::snapshot_version;

namespace {

/// Two persistent nodes, one with a child, one of them ephemeral of session 5; in no order.
WholeSnapshot sound_snapshot() {
    WholeSnapshot whole;
    whole.header.version = v::newest;
    whole.header.last_log_index = 12;
    whole.header.zxid = 100;
    whole.header.session_id_counter = 6;
    whole.header.metadata_configuration = keeper::empty_cluster_configuration();
    whole.sessions = {{5, 1000, {}}};
    whole.acls = {{1, {{31, "world", "anyone"}}}};
    for (const auto& [path, children] :
         {std::pair("/a/b", 0), {"/", 3}, {"/a", 1}, {"/e", 0}, {"/keeper", 0}}) {
        OwnedNode& node = whole.nodes.emplace_back(OwnedNode{path, "", {}});
        node.node.num_children = children;
    }
    whole.nodes[3].node.stat.ephemeral_owner = 5;
    return whole;
}

constexpr int unknown_digest_version = 99;

/// No writer takes a digest version that is not known: it is put into the finished bytes.
std::string file_of(WholeSnapshot whole) {
    const bool unknown_digest = whole.header.digest_version == unknown_digest_version;
    if (unknown_digest)
        whole.header.digest_version = 5;
    std::string body = encode(whole, whole.header.version);
    constexpr std::size_t behind_zxid = 1 + 1 + 25 + keeper::empty_cluster_configuration_bytes + 8;
    if (unknown_digest)
        body[behind_zxid] = unknown_digest_version;
    return compress(body, keeper::SnapshotCodec::zstd);
}

SnapshotVerification verify(const std::string& file) {
    io::MemorySource source(as_bytes(file));
    SnapshotVerification verification = inspect::SnapshotVerifier(12).verify(source, keeper::Decoding::here);
    if (verification.has_unnamed_examples()) {
        io::MemorySource again(as_bytes(file));
        keeper::SnapshotReader reader(again);
        name_examples(reader, verification);
    }
    return verification;
}

/// "code count first-example" for each fault.
std::string faults_of(const SnapshotVerification& verification) {
    std::string out;
    for (const inspect::SnapshotFault& fault : verification.faults)
        out += fault.finding.code + " " + std::to_string(fault.count) + " " +
               (fault.examples.empty() ? "" : fault.examples[0].path) + ";";
    return out;
}

} // namespace

TEST_CASE("a sound snapshot has no fault") {
    const SnapshotVerification verification = verify(file_of(sound_snapshot()));
    CHECK(faults_of(verification) == "");
    CHECK(verification.is_well());
    CHECK(verification.summary->nodes == 5);
}

TEST_CASE("each fault is found, counted, and named by its code and a path") {
    const struct {
        const char* faults;
        std::function<void(WholeSnapshot&)> spoil;
    } table[] = {
        {"snapshot.index-in-name 1 ;", [](auto& s) { s.header.last_log_index = 13; }},
        {"snapshot.no-root 1 ;snapshot.orphan-node 3 /a;",
         [](auto& s) { s.nodes.erase(s.nodes.begin() + 1); }},
        {"snapshot.duplicate-path 1 /a/b;", [](auto& s) { s.nodes.push_back(s.nodes[0]); }},
        {"snapshot.orphan-node 1 /x/y/z;",
         [](auto& s) {
             s.nodes.push_back({"/x/y/z", "", {}});
         }},
        {"snapshot.child-count 1 /a;", [](auto& s) { s.nodes[2].node.num_children = 2; }},
        {"snapshot.ephemeral-with-children 1 /a;", [](auto& s) { s.nodes[2].node.stat.ephemeral_owner = 5; }},
        {"snapshot.ttl-with-children 1 /a;", [](auto& s) { s.nodes[2].node.ttl_ms = 5; }},
        {"snapshot.unknown-acl 1 /a;", [](auto& s) { s.nodes[2].node.acl_id = 2; }},
        {"snapshot.unknown-session 1 /e;", [](auto& s) { s.nodes[3].node.stat.ephemeral_owner = 4; }},
        {"snapshot.keeper-child 1 /keeper/x;",
         [](auto& s) {
             s.nodes.push_back({"/keeper/x", "", {}});
             s.nodes[4].node.num_children = 1;
         }},
        {"snapshot.keeper-stat 1 /keeper;", [](auto& s) { s.nodes[4].data = "x"; }},
        {"snapshot.zxid-beyond 1 /a;", [](auto& s) { s.nodes[2].node.stat.pzxid = 101; }},
        {"snapshot.ttl-range 1 /a/b;", [](auto& s) { s.nodes[0].node.ttl_ms = 0; }},
        {"snapshot.session-counter 1 ;", [](auto& s) { s.header.session_id_counter = 5; }},
        {"snapshot.digest 1 ;",
         [](auto& s) {
             s.header.digest_version = 5;
             s.header.digest = 1;
         }},
        {"snapshot.digest-version 1 ;", [](auto& s) { s.header.digest_version = unknown_digest_version; }},
        {"snapshot.configuration 1 ;", [](auto& s) { s.cluster_configuration = "x"; }},
        {"snapshot.odd-name 1 /a/..;", [](auto& s) { s.nodes[0].path = "/a/.."; }},
    };
    for (const auto& [faults, spoil] : table) {
        WholeSnapshot whole = sound_snapshot();
        spoil(whole);
        CHECK(faults_of(verify(file_of(whole))) == faults);
    }
}

TEST_CASE("a name that is odd is only worth a note") {
    WholeSnapshot whole = sound_snapshot();
    whole.nodes[0].path = "/a/..";
    CHECK(verify(file_of(whole)).is_well());
}

TEST_CASE("no more than ten examples are kept, and all are counted") {
    WholeSnapshot whole = sound_snapshot();
    for (int i = 0; i < 25; ++i)
        whole.nodes.push_back({"/missing/" + std::to_string(i), "", {}});
    const SnapshotVerification verification = verify(file_of(whole));
    REQUIRE(verification.faults.size() == 1);
    CHECK(verification.faults[0].count == 25);
    CHECK(verification.faults[0].examples.size() == 10);
    CHECK(verification.faults[0].examples[9].path == "/missing/9");
}

TEST_CASE("a file that was cut anywhere is damaged, and that is the answer") {
    const std::string file = file_of(sound_snapshot());
    for (std::size_t size = 0; size < file.size(); ++size) {
        const SnapshotVerification verification = verify(file.substr(0, size));
        CHECK_FALSE(verification.is_well());
        CHECK_FALSE(verification.summary);
        CHECK(verification.faults.at(0).finding.code == "snapshot.damaged");
    }
}
