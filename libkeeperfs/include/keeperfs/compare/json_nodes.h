#pragma once
// Nodes as JSON, one object a line: what `keeperctl snapshot dump` prints, and what clients' tools write.
#include "keeperfs/base/bytes.h"
#include "keeperfs/compare/field.h"
#include "keeperfs/compare/node.h"
#include "keeperfs/export.h"
#include "keeperfs/io/source.h"
#include "keeperfs/io/window.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace keeperfs::compare {

/// A line holds "path" (or "path_b64") and any of: data_b64 (or data; base64, or null), acl (a list of [31,
/// "world","anyone"] or of {"perms","scheme","id"}; null: unknown), czxid, mzxid, pzxid, ctime, mtime,
/// version, cversion, aversion, ephemeral_owner, num_children (also written ephemeralOwner, numChildren),
/// seq_num, ttl_ms. Ids are numbers or texts of "0x" and hexadecimal digits, times milliseconds since 1970 or
/// RFC 3339. Other members are passed over. What the first line has every line must have.
///
/// Throws Error(bad_input) with the line's number for what is none of it. A line may have up to 2 GiB.
class KEEPERFS_EXPORT JsonNodeReader {
public:
    explicit JsonNodeReader(io::Source& source); ///< borrows
    bool next(Node& node);
    /// Those that the first line has; none before it was read.
    FieldSet fields() const noexcept { return fields_; }

private:
    io::Window window_;
    std::size_t line_bytes_ = 0; ///< of the line handed out last
    std::uint64_t line_ = 0;
    FieldSet fields_;
    std::string path_, data_;
    std::map<tree::AclList, std::shared_ptr<const NodeAcl>> acls_;

    std::optional<std::string_view> next_line();
    void parse(std::string_view text, Node& node, FieldSet& found);
};

} // namespace keeperfs::compare
