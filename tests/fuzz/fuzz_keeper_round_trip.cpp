// Builds a Keeper snapshot from the input; written and read, it must be the same.
#include "fuzz/fuzz_target.h"
#include "fuzz/keeper_equal.h"
#include "support/keeper_snapshots.h"

#include <set>

namespace keeperfs::fuzz {

namespace {

namespace v = keeper::snapshot_version;

keeper::SnapshotHeader header_from(Input& input, int version) {
    keeper::SnapshotHeader header;
    header.version = version;
    header.last_log_index = input.likely_number<std::uint64_t>();
    header.last_log_term = input.likely_number<std::uint64_t>();
    header.metadata_configuration = keeper::empty_cluster_configuration() + input.text();
    header.zxid = version < v::zxid_and_digest ? static_cast<std::int64_t>(header.last_log_index)
                                               : input.likely_number<std::int64_t>();
    header.digest_version = version < v::zxid_and_digest ? 0 : input.up_to(5);
    header.digest = header.digest_version == 0 ? 0 : input.likely_number<std::uint64_t>();
    header.session_id_counter = input.likely_number<std::int64_t>();
    return header;
}

std::vector<keeper::AclMapEntry> acls_from(Input& input) {
    std::vector<keeper::AclMapEntry> acls;
    std::set<std::uint64_t> ids;
    for (std::uint8_t left = input.up_to(4); left > 0; --left) {
        keeper::AclMapEntry entry{input.likely_number<std::uint32_t>(), {}};
        for (std::uint8_t k = input.up_to(3); k > 0; --k)
            entry.list.push_back({input.likely_number<std::int32_t>(), input.text(), input.text()});
        if (entry.id != 0 && ids.insert(entry.id).second)
            acls.push_back(std::move(entry));
    }
    return acls;
}

std::string path_from(Input& input) {
    std::string path;
    for (std::uint8_t parts = input.up_to(3); parts > 0; --parts) {
        std::string name = input.text();
        std::ranges::replace(name, '/', '_');
        path += "/" + (name.empty() ? std::string("x") : name);
    }
    return path.empty() ? "/" : path;
}

test::OwnedNode node_from(Input& input, int version) {
    test::OwnedNode node{path_from(input), input.text(), {}};
    tree::Stat& stat = node.node.stat;
    for (std::int64_t* const field : {&stat.czxid, &stat.mzxid, &stat.pzxid, &stat.ctime, &stat.mtime,
                                      &stat.ephemeral_owner, &node.node.seq_num})
        *field = input.likely_number<std::int64_t>();
    for (std::int32_t* const field : {&stat.version, &stat.cversion, &stat.aversion, &node.node.num_children})
        *field = input.likely_number<std::int32_t>();
    node.node.acl_id = input.likely_number<std::uint32_t>();
    if (version < v::wide_sequence)
        node.node.seq_num = static_cast<std::int32_t>(node.node.seq_num);
    if (version < v::containers && stat.ephemeral_owner == tree::container_owner)
        stat.ephemeral_owner = 0;
    if (version >= v::ttl && input.flag())
        node.node.ttl_ms = input.likely_number<std::int64_t>();
    node.node.is_sequential = version < v::slim_nodes && input.flag();
    return node;
}

std::vector<tree::Session> sessions_from(Input& input) {
    std::vector<tree::Session> sessions;
    std::set<std::int64_t> ids;
    for (std::uint8_t left = input.up_to(4); left > 0; --left) {
        tree::Session session{input.likely_number<std::int64_t>(), input.likely_number<std::int64_t>(), {}};
        for (std::uint8_t k = input.up_to(2); k > 0; --k)
            session.authentications.push_back({input.text(), input.text()});
        if (ids.insert(session.id).second)
            sessions.push_back(std::move(session));
    }
    return sessions;
}

} // namespace

void run_one(Bytes bytes) {
    Input input(bytes);
    const int version = v::oldest_written + input.up_to(v::newest - v::oldest_written);
    const auto codec = input.flag() ? keeper::SnapshotCodec::zstd : keeper::SnapshotCodec::lz4_blocks;
    const std::size_t piece = std::size_t{1} + input.byte();
    test::WholeSnapshot meant;
    meant.header = header_from(input, version);
    meant.acls = acls_from(input);
    meant.sessions = sessions_from(input);
    meant.cluster_configuration = input.text();
    while (!input.empty())
        meant.nodes.push_back(node_from(input, version));

    const std::string file = test::compress(test::encode(meant, version), codec);
    const test::WholeSnapshot read = test::read_snapshot(file, piece);
    require_equal(read, meant);
    require(read.unknown_bytes == 0, "bytes are left at the end");
}

} // namespace keeperfs::fuzz
