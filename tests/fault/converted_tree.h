#pragma once
// What a converted snapshot says, whatever the order of its znodes and the numbers of its ACL lists.
#include "support/keeper_snapshots.h"

#include "keeperfs/base/bytes.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace keeperfs::test {

/// Every znode and every session with all that a client sees of them, and the zxid, as bytes to be compared.
inline std::string converted_tree(io::Source& file) {
    const WholeSnapshot whole = read_snapshot(file);
    std::map<std::uint64_t, std::string> acls;
    for (const keeper::AclMapEntry& entry : whole.acls)
        for (const tree::Acl& acl : entry.list) {
            append_be(acls[entry.id], acl.permissions);
            acls[entry.id] += acl.scheme + ':' + acl.id + '\n';
        }
    std::vector<std::string> nodes;
    for (const OwnedNode& owned : whole.nodes) {
        const keeper::SnapshotNode& node = owned.node;
        std::string bytes = owned.path + '\0' + owned.data + '\0' + acls[node.acl_id];
        for (const std::int64_t value :
             {node.stat.czxid, node.stat.mzxid, node.stat.pzxid, node.stat.ctime, node.stat.mtime,
              node.stat.ephemeral_owner, std::int64_t{node.stat.version}, std::int64_t{node.stat.cversion},
              std::int64_t{node.stat.aversion}, std::int64_t{node.num_children}, node.seq_num,
              node.ttl_ms.value_or(-1)})
            append_be(bytes, value);
        nodes.push_back(std::move(bytes));
    }
    std::ranges::sort(nodes);
    std::string all;
    append_be(all, whole.header.zxid);
    append_be(all, whole.header.last_log_index);
    for (const tree::Session& session : whole.sessions) {
        append_be(all, session.id);
        append_be(all, session.timeout_ms);
    }
    for (const std::string& node : nodes)
        all += node;
    return all;
}
inline std::string converted_tree(const std::string& content) {
    io::MemorySource source(as_bytes(content));
    return converted_tree(source);
}

} // namespace keeperfs::test
