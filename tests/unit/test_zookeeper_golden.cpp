// Files that real servers wrote.
#include "support/test_dir.h"
#include "zookeeper/digest.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/file_source.h"
#include "keeperfs/zookeeper/data_dir.h"
#include "keeperfs/zookeeper/snapshot_reader.h"
#include "keeperfs/zookeeper/txnlog_reader.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string_view>

using namespace keeperfs;
using namespace keeperfs::zookeeper;

namespace {

std::string directory(const std::string& folder) {
    return test::golden("zookeeper/" + folder + "/version-2").string();
}

DataFile find(const std::vector<DataFile>& files, const std::string& name) {
    const auto found = std::ranges::find(files, name, &DataFile::name);
    REQUIRE_MESSAGE(found != files.end(), name);
    return *found;
}

struct Snapshot {
    std::uint64_t nodes = 0;
    std::size_t sessions = 0, acls = 0;
    SnapshotTrailer trailer;
    std::uint64_t digest = 0;
    bool findings = false;
};

Snapshot read_snapshot(const std::string& folder, const std::string& name) {
    const auto source = open_snapshot(
        io::FileSystem::system(), find(list_snapshots(io::FileSystem::system(), directory(folder)), name));
    SnapshotReader reader(*source);
    Snapshot out;
    SnapshotNode node;
    while (reader.next(node))
        if (counts_in_digest(node.path))
            out.digest += node_digest(path_data_crc(node.path, node.data, DigestCharset::utf8), node.stat);
    out.nodes = reader.nodes_read();
    out.sessions = reader.sessions().size();
    out.acls = reader.acls().size();
    out.trailer = reader.trailer();
    out.findings = !reader.findings().empty();
    return out;
}

struct GoldenSnapshot {
    const char *folder, *name;
    std::uint64_t nodes;
    std::size_t sessions, acls;
    bool digest, zxid;
};
constexpr GoldenSnapshot golden_snapshots[] = {
    {"close-session-old", "snapshot.0", 4, 0, 1, true, false},
    {"close-session-old", "snapshot.3e", 37, 3, 4, true, false},
    {"damaged-newest", "snapshot.0", 4, 0, 1, true, false},
    {"fuzzy-sessions", "snapshot.38b", 603, 7, 2, true, false},
    {"fuzzy", "snapshot.5ec", 697, 6, 79, true, false},
    {"gzip", "snapshot.0.gz", 4, 0, 1, true, false},
    {"gzip", "snapshot.3d.gz", 37, 2, 4, true, false},
    {"plain", "snapshot.0", 4, 0, 1, true, false},
    {"plain", "snapshot.3e", 37, 3, 4, true, false},
    {"quorum-reconfig", "snapshot.0", 4, 0, 1, true, false},
    {"quorum-reconfig", "snapshot.10000003f", 38, 2, 4, true, false},
    {"quorum-reconfig", "snapshot.20000003a", 57, 2, 5, true, false},
    {"quota-ttl-no-digest", "snapshot.0", 4, 0, 1, false, false},
    {"quota-ttl-no-digest", "snapshot.2d", 34, 2, 2, false, false},
    {"release-3.4", "snapshot.e", 13, 2, 2, false, false},
    {"release-3.5", "snapshot.0", 4, 0, 1, false, false},
    {"release-3.5", "snapshot.15", 19, 1, 4, false, false},
    {"release-3.5", "snapshot.3c", 36, 3, 4, false, false},
    {"release-3.5", "snapshot.3e", 37, 3, 4, false, false},
    {"release-3.5", "snapshot.65", 63, 6, 4, false, false},
    {"release-3.9", "snapshot.0", 4, 0, 1, true, true},
    {"release-3.9", "snapshot.3f", 37, 4, 4, true, true},
    {"snappy", "snapshot.0.snappy", 4, 0, 1, true, false},
    {"snappy", "snapshot.3d.snappy", 37, 2, 4, true, false},
    {"torn-tail", "snapshot.0", 4, 0, 1, true, false},
    {"torn-tail", "snapshot.3e", 37, 3, 4, true, false},
};

struct GoldenLog {
    const char *folder, *name;
    std::size_t transactions;
    std::int64_t last_zxid;
};
constexpr GoldenLog golden_logs[] = {
    {"close-session-old", "log.1", 62, 0x3e},
    {"close-session-old", "log.3f", 59, 0x79},
    {"damaged-newest", "log.1", 62, 0x3e},
    {"damaged-newest", "log.3f", 58, 0x78},
    {"fuzzy-sessions", "log.35e", 48, 0x38d},
    {"fuzzy-sessions", "log.38e", 40, 0x3b5},
    {"fuzzy-sessions", "log.3b6", 37, 0x3da},
    {"fuzzy-sessions", "log.3db", 49, 0x40b},
    {"fuzzy-sessions", "log.40c", 15, 0x41a},
    {"fuzzy", "log.595", 97, 0x5f5},
    {"fuzzy", "log.5f6", 45, 0x622},
    {"gzip", "log.1", 61, 0x3d},
    {"gzip", "log.3e", 59, 0x78},
    {"plain", "log.1", 62, 0x3e},
    {"plain", "log.3f", 58, 0x78},
    {"quorum-reconfig", "log.100000001", 63, 0x10000003f},
    {"quorum-reconfig", "log.200000001", 58, 0x20000003a},
    {"quorum-reconfig", "log.300000001", 3, 0x300000003},
    {"quota-ttl-no-digest", "log.1", 45, 0x2d},
    {"quota-ttl-no-digest", "log.2e", 8, 0x35},
    {"release-3.4", "log.1", 15, 0xf},
    {"release-3.4", "log.10", 18, 0x21},
    {"release-3.5", "log.1", 22, 0x16},
    {"release-3.5", "log.17", 39, 0x3d},
    {"release-3.5", "log.3e", 1, 0x3e},
    {"release-3.5", "log.3f", 40, 0x66},
    {"release-3.5", "log.67", 21, 0x7b},
    {"release-3.9", "log.1", 63, 0x3f},
    {"release-3.9", "log.40", 58, 0x79},
    {"snappy", "log.1", 61, 0x3d},
    {"snappy", "log.3e", 61, 0x7a},
    {"torn-tail", "log.1", 62, 0x3e},
    {"torn-tail", "log.3f", 51, 0x71},
};

} // namespace

TEST_CASE("every snapshot of a real server reads to its end with the right seals") {
    for (const GoldenSnapshot& golden : golden_snapshots) {
        CAPTURE(golden.folder);
        CAPTURE(golden.name);
        const Snapshot read = read_snapshot(golden.folder, golden.name);
        CHECK(read.nodes == golden.nodes);
        CHECK(read.sessions == golden.sessions);
        CHECK(read.acls == golden.acls);
        CHECK(read.trailer.digest.has_value() == golden.digest);
        CHECK(read.trailer.last_processed_zxid.has_value() == golden.zxid);
        CHECK(read.trailer.unknown_bytes == 0);
        CHECK_FALSE(read.findings);
    }
}

TEST_CASE("the digest of a snapshot that is not fuzzy is the one that the server computed") {
    std::size_t compared = 0;
    for (const GoldenSnapshot& golden : golden_snapshots) {
        const Snapshot read = read_snapshot(golden.folder, golden.name);
        if (!read.trailer.digest || read.trailer.digest->zxid != *zxid_of_name(golden.name, "snapshot") ||
            read.trailer.digest->zxid == 0)
            continue;
        CAPTURE(golden.folder);
        CAPTURE(golden.name);
        CHECK(read.digest == read.trailer.digest->value);
        ++compared;
    }
    CHECK(compared == 8);
}

TEST_CASE("every log of a real server reads to its end, with zxids one after the other") {
    for (const GoldenLog& golden : golden_logs) {
        CAPTURE(golden.folder);
        CAPTURE(golden.name);
        io::FileSource source(io::FileSystem::system(), directory(golden.folder) + "/" + golden.name);
        TxnLogReader reader(source);
        Transaction txn;
        std::size_t count = 0;
        std::int64_t last = *zxid_of_name(golden.name, "log") - 1;
        while (reader.next(txn)) {
            CHECK((txn.zxid == last + 1 || txn.zxid == (((last >> 32) + 1) << 32 | 1)));
            CHECK(txn.leftover_bytes == 0);
            CHECK((!txn.digest || txn.type != TxnType::error));
            last = txn.zxid;
            ++count;
        }
        CHECK(count == golden.transactions);
        CHECK(last == golden.last_zxid);
        const bool is_torn =
            golden.folder == std::string_view("torn-tail") && golden.name == std::string_view("log.3f");
        CHECK(reader.end() == (is_torn ? TxnLogEnd::torn_record : TxnLogEnd::clean));
    }
}

TEST_CASE("the log that was cut in a record says so") {
    io::FileSource source(io::FileSystem::system(), directory("torn-tail") + "/log.3f");
    TxnLogReader reader(source);
    Transaction txn;
    while (reader.next(txn))
        ;
    CHECK(reader.end() == TxnLogEnd::torn_record);
    // The last byte of the part that is left happens to be a zero.
    CHECK(reader.end_offset() + reader.torn_bytes() == source.size() - 1);
}

TEST_CASE("the damaged snapshots are refused, each for its reason") {
    struct Case {
        const char *name, *message;
    };
    for (const Case& c :
         {Case{"snapshot.3e", "the checksum of everything up to here is wrong"},
          Case{"snapshot.ffff", "the data length of a node cannot be right"},
          Case{"snapshot.7777.tmp", "the data ends inside the stat of a node"},
          Case{"snapshot.8888.snappy", "a snappy block is cut"},
          Case{"snapshot.9999.gz", "the gzip data cannot be decompressed: invalid stored block lengths"}}) {
        try {
            read_snapshot("damaged-newest", c.name);
            FAIL("not refused: " << c.name);
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::bad_input);
            CHECK(error.message() == c.message);
            CHECK((error.offset() || error.compressed_offset()));
        }
    }
}
