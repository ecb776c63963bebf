#pragma once
#include "keeperfs/export.h"
#include "keeperfs/inspect/node_json.h"

#include <string>
#include <string_view>

namespace keeperfs::inspect {

/// Nodes as lines of CSV (RFC 4180, but with a bare line feed): the fields of NodeJson, which are described
/// there. Control characters and what is no UTF-8 in a path are \xNN; the ACL is JSON.
class KEEPERFS_EXPORT NodeCsv {
public:
    explicit NodeCsv(const std::vector<keeper::AclMapEntry>& acls) : json_(acls) {}
    static std::string_view header() noexcept;
    void append(std::string& out, const keeper::SnapshotNode& node);

private:
    NodeJson json_;
};

} // namespace keeperfs::inspect
