#pragma once
// A whole Keeper snapshot as a value, and the ways to bytes and back.
#include "support/byte_streams.h"

#include "keeperfs/io/codecs.h"
#include "keeperfs/keeper/cluster_config.h"
#include "keeperfs/keeper/snapshot_format.h"
#include "keeperfs/keeper/snapshot_reader.h"
#include "keeperfs/keeper/snapshot_writer.h"

#include <optional>
#include <string>
#include <vector>

namespace keeperfs::test {

struct OwnedNode {
    std::string path, data;
    keeper::SnapshotNode node; ///< its spans are set by view()

    keeper::SnapshotNode view() const {
        keeper::SnapshotNode with_spans = node;
        with_spans.path = as_bytes(path);
        with_spans.data = as_bytes(data);
        return with_spans;
    }
    bool operator==(const OwnedNode& other) const {
        return path == other.path && data == other.data && node.acl_id == other.node.acl_id &&
               node.stat == other.node.stat && node.num_children == other.node.num_children &&
               node.seq_num == other.node.seq_num && node.ttl_ms == other.node.ttl_ms &&
               node.is_sequential == other.node.is_sequential;
    }
};

struct WholeSnapshot {
    keeper::SnapshotHeader header;
    std::vector<keeper::AclMapEntry> acls;
    std::vector<OwnedNode> nodes;
    std::vector<tree::Session> sessions;
    std::optional<std::string> cluster_configuration;
    std::uint64_t unknown_bytes = 0;
};

inline WholeSnapshot read_snapshot(io::Source& file) {
    WholeSnapshot whole;
    keeper::SnapshotReader reader(file);
    whole.header = reader.header();
    for (keeper::SnapshotNode node; reader.next(node);)
        whole.nodes.push_back({std::string(as_text(node.path)), std::string(as_text(node.data)), node});
    whole.acls = reader.acls();
    whole.sessions = reader.sessions();
    whole.cluster_configuration = reader.cluster_configuration();
    whole.unknown_bytes = reader.unknown_bytes();
    return whole;
}
inline WholeSnapshot read_snapshot(const std::string& file, std::size_t largest_piece = SIZE_MAX) {
    ChunkedSource source(file, largest_piece);
    return read_snapshot(source);
}

/// The body, not yet compressed.
inline std::string encode(const WholeSnapshot& whole, int version) {
    const keeper::SnapshotEncoder encoder(version);
    std::string body;
    encoder.begin(body, whole.header, whole.acls, whole.nodes.size());
    for (const OwnedNode& node : whole.nodes)
        encoder.node(body, node.view());
    encoder.end(body, whole.sessions, as_bytes(whole.cluster_configuration.value_or("")));
    return body;
}

inline std::string compress(const std::string& body, keeper::SnapshotCodec codec) {
    StringSink file;
    const auto sink =
        codec == keeper::SnapshotCodec::zstd ? io::zstd_sink(file, 3, 1) : io::compressed_blocks_sink(file);
    sink->write(as_bytes(body));
    sink->finish();
    return file.content;
}

/// Two ACL lists, sessions with and without authentications, and one node of each kind that `version` can
/// hold.
inline WholeSnapshot sample_snapshot(int version) {
    namespace v = keeper::snapshot_version;
    WholeSnapshot whole;
    whole.header.version = version;
    whole.header.last_log_index = 0x1122334455;
    whole.header.last_log_term = 7;
    whole.header.metadata_configuration = keeper::empty_cluster_configuration();
    whole.header.zxid = version < v::zxid_and_digest ? 0x1122334455 : 0x1122334400;
    whole.header.session_id_counter = 0x99;
    if (version >= v::zxid_and_digest) {
        whole.header.digest_version = 4;
        whole.header.digest = 0xfedcba9876543210;
    }
    whole.acls = {{1, {{31, "digest", "user:hash"}, {1, "world", "anyone"}}}, {9, {{3, "ip", "10.0.0.0/8"}}}};

    tree::Stat stat;
    stat.czxid = 0x100, stat.mzxid = 0x101, stat.pzxid = 0x102;
    stat.ctime = 1'700'000'000'123, stat.mtime = -5;
    stat.version = 3, stat.cversion = -4, stat.aversion = 5;
    const auto add = [&](std::string path, std::string data) -> keeper::SnapshotNode& {
        OwnedNode& node = whole.nodes.emplace_back(OwnedNode{std::move(path), std::move(data), {}});
        node.node.stat = stat;
        return node.node;
    };
    keeper::SnapshotNode& root = add("/", "");
    root.num_children = 5;
    root.seq_num = version < v::wide_sequence ? INT32_MAX : std::int64_t{INT32_MAX} + 1;
    add("/a", std::string("\0\xff", 2)).acl_id = 1;
    keeper::SnapshotNode& sequential = add("/a/n0000000001", sample_text(70'000));
    sequential.acl_id = 9;
    sequential.is_sequential = version < v::slim_nodes;
    add("/a/" + sample_text(600).replace(0, 1, "x"), "long name").seq_num = -1;
    add("/ephemeral", "e").stat.ephemeral_owner = -0x1234;
    if (version >= v::ttl)
        add("/ttl", "").ttl_ms = keeper::max_ttl_ms;
    if (version >= v::containers)
        add("/container", "").stat.ephemeral_owner = tree::container_owner;

    whole.sessions = {{-0x1234, 30'000, {}}, {5, 10'000, {{"digest", "user:hash"}, {"super", ""}}}};
    whole.cluster_configuration = "configuration";
    return whole;
}

} // namespace keeperfs::test
