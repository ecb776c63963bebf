#pragma once
#include "fuzz/fuzz_target.h"
#include "support/keeper_snapshots.h"

#include <algorithm>

namespace keeperfs::fuzz {

inline bool same_header(const keeper::SnapshotHeader& a, const keeper::SnapshotHeader& b) {
    return a.version == b.version && a.last_log_index == b.last_log_index &&
           a.last_log_term == b.last_log_term && a.metadata_configuration == b.metadata_configuration &&
           a.zxid == b.zxid && a.digest_version == b.digest_version && a.digest == b.digest &&
           a.session_id_counter == b.session_id_counter;
}
inline bool same_acls(const std::vector<keeper::AclMapEntry>& a, const std::vector<keeper::AclMapEntry>& b) {
    return std::ranges::equal(a, b, [](const auto& one, const auto& other) {
        return one.id == other.id && one.list == other.list;
    });
}

/// In everything that a snapshot holds; a cluster configuration of no bytes is as good as none.
inline void require_equal(const test::WholeSnapshot& read, const test::WholeSnapshot& meant) {
    require(same_header(read.header, meant.header), "the header differs");
    require(same_acls(read.acls, meant.acls), "the ACL map differs");
    require(read.nodes == meant.nodes, "a node differs");
    require(read.sessions == meant.sessions, "a session differs");
    require(read.cluster_configuration.value_or("") == meant.cluster_configuration.value_or(""),
            "the cluster configuration differs");
}

} // namespace keeperfs::fuzz
