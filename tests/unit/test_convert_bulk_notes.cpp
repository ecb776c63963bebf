#include "base/xxhash.h"
#include "convert/bulk_notes.h"
#include "convert/bulk_notes_layout.h"

#include "keeperfs/base/error.h"

#include <doctest/doctest.h>

#include <functional>

using namespace keeperfs;
using namespace keeperfs::convert;

namespace {

BulkNotes some_notes() {
    BulkNotes notes;
    notes.options.snapshot_version = 9;
    notes.options.digest_version = 5;
    notes.options.codec = keeper::SnapshotCodec::lz4_blocks;
    notes.options.special_nodes = SpecialNodePolicy::persistent;
    notes.options.acls = AclPolicy::open;
    notes.options.emulate_353_ttl = true;
    notes.options.source.digest_charset = zookeeper::DigestCharsetChoice::ascii;
    notes.options.acl_map = {*parse_acl_rule("sasl:*=world:anyone:r"), *parse_acl_rule("ip:a=digest:u:hash")};
    notes.end = {.zxid = 0x100000007,
                 .fuzzy_until = 0x100000009,
                 .last = zookeeper::TransactionMark{0x100000007, -5, 1700, 3, 14},
                 .digest = std::pair<std::uint64_t, std::uint64_t>{0xfedcba9876543210, 2},
                 .greatest_session_id = 77};
    notes.inputs = {{"version-2/log.1", 100, "ab"}, {"version-2/snapshot.0", 5, ""}};
    notes.result = {"/out/snapshot_7.bin", 99, "cd"};
    notes.nodes = 100;
    notes.ordered_nodes = 90;
    notes.sessions = {{-5, 4000, {}}, {77, 30000, {}}};
    notes.late_parents = {"", "/a"};
    notes.null_data = {{0, 1}, {5, 95}};
    notes.stored_stats = {{3, INT64_MIN, -1}, {4, 7, 8}};
    notes.acl_lists = {{}, {{31, "world", "anyone"}, {1, "sasl", "x"}}};
    notes.acl_runs = {{{0, 50}, 1}, {{50, 1}, 0}};
    return notes;
}

} // namespace

TEST_CASE("notes of a bulk conversion come back as they were written") {
    const BulkNotes notes = some_notes();
    const BulkNotes read = decode_bulk_notes(as_bytes(encode_bulk_notes(notes)));
    CHECK(read.options.snapshot_version == 9);
    CHECK(read.options.digest_version == 5);
    CHECK(read.options.codec == notes.options.codec);
    CHECK(read.options.special_nodes == notes.options.special_nodes);
    CHECK(read.options.acls == notes.options.acls);
    CHECK(read.options.emulate_353_ttl);
    CHECK(read.options.source.digest_charset == notes.options.source.digest_charset);
    REQUIRE(read.options.acl_map.size() == 2);
    CHECK(read.options.acl_map[0].to_permissions == 1);
    CHECK(!read.options.acl_map[1].to_permissions);
    CHECK(read.options.acl_map[1].to_id == "u:hash");
    CHECK(read.end.zxid == notes.end.zxid);
    CHECK(read.end.fuzzy_until == notes.end.fuzzy_until);
    CHECK((read.end.last == notes.end.last));
    CHECK((read.end.digest == notes.end.digest));
    CHECK(read.end.greatest_session_id == 77);
    CHECK((read.inputs == notes.inputs));
    CHECK((read.result == notes.result));
    CHECK(read.nodes == 100);
    CHECK(read.ordered_nodes == 90);
    CHECK((read.sessions == notes.sessions));
    CHECK((read.late_parents == notes.late_parents));
    CHECK((read.null_data == notes.null_data));
    CHECK((read.stored_stats == notes.stored_stats));
    CHECK((read.acl_lists == notes.acl_lists));
    CHECK((read.acl_runs == notes.acl_runs));
}

TEST_CASE("notes with a changed byte, or cut anywhere, are refused") {
    const std::string file = encode_bulk_notes(some_notes());
    for (std::size_t i = 0; i < file.size(); ++i) {
        std::string changed = file;
        changed[i] ^= 1;
        CHECK_THROWS_AS(decode_bulk_notes(as_bytes(changed)), Error);
        CHECK_THROWS_AS(decode_bulk_notes(as_bytes(file).first(i)), Error);
    }
}

TEST_CASE("notes that cannot be meant are refused, whatever their checksum") {
    struct Case {
        const char* what;
        std::function<void(BulkNotes&)> change;
    };
    const Case cases[] = {
        {"the snapshot version", [](BulkNotes& n) { n.options.snapshot_version = 10; }},
        {"the digest version", [](BulkNotes& n) { n.options.digest_version = 3; }},
        {"the ACL policy", [](BulkNotes& n) { n.options.acls = static_cast<AclPolicy>(9); }},
        {"the zxid", [](BulkNotes& n) { n.end.zxid = -1; }},
        {"the end of the fuzzy range", [](BulkNotes& n) { n.end.fuzzy_until = INT64_MAX; }},
        {"the number of nodes", [](BulkNotes& n) { n.nodes = UINT64_MAX; }},
        {"the number of ordered nodes", [](BulkNotes& n) { n.ordered_nodes = 101; }},
        {"runs of nodes",
         [](BulkNotes& n) {
             n.null_data = {{5, 2}, {6, 1}};
         }},
        {"runs of nodes",
         [](BulkNotes& n) {
             n.null_data = {{5, 0}};
         }},
        {"the count of nodes",
         [](BulkNotes& n) {
             n.null_data = {{5, 96}};
         }},
        {"stored stats",
         [](BulkNotes& n) {
             n.stored_stats = {{4, 1, 1}, {4, 1, 1}};
         }},
        {"stored stats",
         [](BulkNotes& n) {
             n.stored_stats = {{100, 1, 1}};
         }},
        {"a run of nodes",
         [](BulkNotes& n) {
             n.acl_runs = {{{0, 1}, 2}};
         }},
    };
    for (const Case& what : cases) {
        CAPTURE(what.what);
        BulkNotes notes = some_notes();
        what.change(notes);
        const std::string file = encode_bulk_notes(notes);
        try {
            decode_bulk_notes(as_bytes(file));
            FAIL("accepted");
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::bad_input);
            CHECK(error.message().find(what.what) != std::string::npos);
        }
    }
}
