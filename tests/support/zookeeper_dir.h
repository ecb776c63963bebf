#pragma once
#include "support/test_dir.h"
#include "support/zookeeper_writer.h"

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <vector>

namespace keeperfs::test {

/// A node for write_snapshot().
struct NodeSpec {
    std::string path;
    std::optional<std::string> data = "";
    std::int64_t acl = -1;
    tree::Stat stat = {};
};

struct SnapshotSpec {
    std::int64_t zxid = 0;
    std::vector<std::pair<std::int64_t, std::int32_t>> sessions = {};
    std::vector<std::pair<std::int64_t, tree::AclList>> acls = {};
    std::vector<NodeSpec> nodes = {};
    std::optional<SnapshotFileWriter::Digest> digest = {};
};

inline std::string snapshot_bytes(const SnapshotSpec& spec) {
    std::string bytes;
    SnapshotFileWriter writer([&](std::string_view piece) { bytes += piece; });
    writer.begin(spec.sessions, spec.acls);
    for (const NodeSpec& node : spec.nodes)
        writer.node(node.path, node.data, node.acl, node.stat);
    writer.finish(spec.digest);
    return bytes;
}

/// A directory "version-2" that goes with the object.
class ZooKeeperDir {
public:
    /// Zeros behind the last record; a server keeps some there.
    std::size_t padding = 64;

    void snapshot(const SnapshotSpec& spec) {
        write_file(dir_.file(fmt::format("snapshot.{:x}", spec.zxid)), snapshot_bytes(spec));
    }
    void log(std::int64_t first_zxid, const std::vector<std::string>& records) {
        std::string bytes = txnlog_header();
        for (const std::string& record : records)
            bytes += record;
        write_file(dir_.file(fmt::format("log.{:x}", first_zxid)), bytes + std::string(padding, '\0'));
    }
    std::string path() const { return dir_.path().string(); }
    const TestDir& dir() const { return dir_; }

private:
    TestDir dir_;
};

/// The stat of a node that was created by `zxid` and has had `created` children.
inline tree::Stat stat_of(std::int64_t zxid, std::int32_t created = 0) {
    tree::Stat stat;
    stat.czxid = stat.mzxid = stat.pzxid = zxid;
    stat.ctime = stat.mtime = 1000 + zxid;
    stat.cversion = created;
    return stat;
}

} // namespace keeperfs::test
