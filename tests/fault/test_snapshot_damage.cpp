// Snapshots of real servers, cut at every byte and with one bit of every byte changed, as they lie in the
// file and inside the codec: a sample, or all of it with KFS_COMPLETE=1. snapshot_verify must not call a file
// well whose content is another, unless what changed is nothing that a check can see. That is, of a snapshot
// with a digest, what hide_the_invisible() lists.
#include "support/keeper_snapshots.h"
#include "support/test_dir.h"

#include "keeperfs/inspect/snapshot_verify.h"
#include "keeperfs/keeper/digest.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>

using namespace keeperfs;
using namespace keeperfs::test;

namespace {

constexpr int samples_of_a_file = 150;

bool complete() { return std::getenv("KFS_COMPLETE") != nullptr; }

/// attempt(place, random) for every byte of a file, or for a sample of them.
template <class Attempt> void for_bytes_of(const std::string& content, Attempt attempt) {
    std::mt19937 random(20261124);
    if (complete()) {
        for (std::size_t at = 0; at < content.size(); ++at)
            attempt(at, random);
        return;
    }
    for (int i = 0; i < samples_of_a_file; ++i)
        attempt(random() % content.size(), random);
}

std::string with_flipped(std::string content, std::size_t at, unsigned bit) {
    content[at] = static_cast<char>(static_cast<unsigned char>(content[at]) ^ (1U << bit));
    return content;
}

/// nullopt: it is not well.
std::optional<WholeSnapshot> taken_for_well(const std::string& file, std::uint64_t index) {
    ChunkedSource source(file, SIZE_MAX);
    if (!inspect::SnapshotVerifier(index).verify(source, keeper::Decoding::here).is_well())
        return std::nullopt;
    return read_snapshot(file);
}

/// Gives `changed` the original's value of everything that no check can see.
void hide_the_invisible(WholeSnapshot& changed, const WholeSnapshot& original) {
    // Read by its own version all the same, so another one shows where it matters.
    changed.header.version = original.header.version;
    // Raft's, and the next session's number. A zxid may be greater than every node's.
    changed.header.last_log_term = original.header.last_log_term;
    changed.header.zxid = original.header.zxid;
    changed.header.session_id_counter = original.header.session_id_counter;
    // Names and numbers of servers, of which only the form is known.
    changed.header.metadata_configuration = original.header.metadata_configuration;
    changed.cluster_configuration = original.cluster_configuration;
    changed.unknown_bytes = 0;
    // What a list or a session says; that nodes refer to them is seen.
    changed.acls = original.acls;
    changed.sessions = original.sessions;
    if (changed.nodes.size() != original.nodes.size())
        return;
    // What no digest covers.
    for (std::size_t i = 0; i < changed.nodes.size(); ++i) {
        changed.nodes[i].node.acl_id = original.nodes[i].node.acl_id;
        changed.nodes[i].node.seq_num = original.nodes[i].node.seq_num;
        changed.nodes[i].node.is_sequential = original.nodes[i].node.is_sequential;
    }
}

/// A digest of a version that is not known covers nothing, which verify says.
bool has_lost_its_digest(const WholeSnapshot& changed) {
    return !keeper::is_known_digest_version(changed.header.digest_version);
}

void require_same_nodes(WholeSnapshot changed, const WholeSnapshot& original) {
    if (has_lost_its_digest(changed))
        return;
    hide_the_invisible(changed, original);
    CHECK(changed.nodes == original.nodes);
    CHECK(changed.header.digest == original.header.digest);
    CHECK(changed.header.last_log_index == original.header.last_log_index);
}

struct Original {
    std::string name, file;
    std::uint64_t index = 0;
};

std::vector<Original> originals() {
    std::vector<Original> all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(golden("keeper"))) {
        const std::string name = entry.path().filename().string();
        // What d6 and d9 have is damaged already.
        const std::string path = entry.path().string();
        if (!name.starts_with("snapshot_") || path.find("/d9-flipped") != std::string::npos ||
            std::filesystem::is_empty(entry.path()))
            continue;
        std::string file = read_file(entry.path());
        const std::uint64_t index = read_snapshot(file).header.last_log_index;
        all.push_back({entry.path().string(), std::move(file), index});
    }
    std::ranges::sort(all, {}, &Original::name);
    return all;
}

/// Real nodes in the layout of another version, with a digest of one that its servers know.
WholeSnapshot in_version(WholeSnapshot whole, int version) {
    whole.header.version = version;
    whole.header.digest_version = version < keeper::snapshot_version::ttl ? 2 : 5;
    whole.header.digest = 0;
    for (OwnedNode& node : whole.nodes) {
        node.node.is_sequential = false;
        whole.header.digest += keeper::node_digest(whole.header.digest_version, node.view());
    }
    return whole;
}

/// visit(body, whole) for snapshots with a digest, uncompressed.
template <class Visit> void for_each_body(Visit visit) {
    const std::vector<Original> all = originals();
    REQUIRE(!all.empty());
    for (const Original& original : {all.front(), all.back()}) {
        CAPTURE(original.name);
        for (int version = keeper::snapshot_version::zxid_and_digest;
             version <= keeper::snapshot_version::newest; ++version) {
            CAPTURE(version);
            const WholeSnapshot whole = in_version(read_snapshot(original.file), version);
            const std::string body = encode(whole, version);
            const std::string file = compress(body, keeper::SnapshotCodec::lz4_blocks);
            REQUIRE(taken_for_well(file, whole.header.last_log_index));
            visit(body, read_snapshot(file));
        }
    }
}

} // namespace

TEST_CASE("a snapshot file that was cut is never well") {
    for (const Original& original : originals())
        for_bytes_of(original.file, [&](std::size_t at, auto&) {
            CAPTURE(original.name);
            CAPTURE(at);
            CHECK_FALSE(taken_for_well(original.file.substr(0, at), original.index));
        });
}

TEST_CASE("a snapshot file with a changed bit is well only when all its content is the same") {
    for (const Original& original : originals()) {
        const WholeSnapshot whole = read_snapshot(original.file);
        for_bytes_of(original.file, [&](std::size_t at, std::mt19937& random) {
            const unsigned bit = random() % 8;
            CAPTURE(original.name);
            CAPTURE(at);
            CAPTURE(bit);
            const auto changed = taken_for_well(with_flipped(original.file, at, bit), original.index);
            if (changed)
                CHECK(encode(*changed, whole.header.version) == encode(whole, whole.header.version));
        });
    }
}

TEST_CASE("what a codec hides of a cut is found, but for the configuration at the end") {
    for_each_body([](const std::string& body, const WholeSnapshot& whole) {
        for_bytes_of(body, [&](std::size_t at, auto&) {
            CAPTURE(at);
            const std::string file = compress(body.substr(0, at), keeper::SnapshotCodec::lz4_blocks);
            if (const auto changed = taken_for_well(file, whole.header.last_log_index)) {
                CHECK_FALSE(changed->cluster_configuration.has_value());
                require_same_nodes(*changed, whole);
            }
        });
    });
}

TEST_CASE("a changed bit behind the codec is found where the digest or the structure covers it") {
    for_each_body([](const std::string& body, const WholeSnapshot& whole) {
        for_bytes_of(body, [&](std::size_t at, std::mt19937& random) {
            const unsigned bit = random() % 8;
            CAPTURE(at);
            CAPTURE(bit);
            const std::string file = compress(with_flipped(body, at, bit), keeper::SnapshotCodec::lz4_blocks);
            if (const auto changed = taken_for_well(file, whole.header.last_log_index))
                require_same_nodes(*changed, whole);
        });
    });
}
