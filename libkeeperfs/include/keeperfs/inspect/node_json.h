#pragma once
#include "keeperfs/base/bytes.h"
#include "keeperfs/export.h"
#include "keeperfs/keeper/snapshot.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace keeperfs::inspect {

enum class NodeData : std::uint8_t { with, without };

/// Nodes as JSON objects, fast: a dump is little else. An object is one line and valid UTF-8, and has no
/// control character in it, those of C1 included.
///
///   {"path":"/a","data_b64":"eA==","acl":[[31,"world","anyone"]],"czxid":"0x2","mzxid":"0x2",
///    "ctime":"2026-11-24T13:41:04.123Z","mtime":"...","version":0,"cversion":0,"aversion":0,
///    "ephemeral_owner":"0x0","pzxid":"0x2","num_children":0,"data_length":1,"seq_num":0,"ttl_ms":null,
///    "is_sequential":false}
///
/// A path that is no UTF-8 has U+FFFD for each wrong byte, and "path_b64" beside it. The open ACL is [], one
/// whose id the snapshot lacks is null.
class KEEPERFS_EXPORT NodeJson {
public:
    /// Borrows the reader's list, which may grow behind the nodes (version 0).
    explicit NodeJson(const std::vector<keeper::AclMapEntry>& acls) : acls_(acls) {}

    /// The members without braces.
    void append_members(std::string& out, const keeper::SnapshotNode& node, NodeData data);
    void append(std::string& out, const keeper::SnapshotNode& node, NodeData data) {
        out += '{';
        append_members(out, node, data);
        out += '}';
    }
    /// The list of this id alone.
    const std::string& acl(std::uint64_t id);

private:
    const std::vector<keeper::AclMapEntry>& acls_;
    std::unordered_map<std::uint64_t, std::string> acl_json_;
    std::size_t acls_known_ = 0;
    std::int64_t day_ = INT64_MIN; ///< the one that day_text_ is the date of
    std::string day_text_;

    void append_time(std::string& out, std::int64_t ms_since_1970);
};

/// A JSON string with its quotes; see NodeJson for what becomes of bytes that are no UTF-8.
KEEPERFS_EXPORT void append_json_text(std::string& out, std::string_view text);

} // namespace keeperfs::inspect
