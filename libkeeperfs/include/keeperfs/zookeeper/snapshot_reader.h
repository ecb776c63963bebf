#pragma once
#include "keeperfs/base/finding.h"
#include "keeperfs/export.h"
#include "keeperfs/io/source.h"
#include "keeperfs/io/window.h"
#include "keeperfs/tree/acl.h"
#include "keeperfs/tree/session.h"
#include "keeperfs/tree/stat.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::zookeeper {

/// One node as it lies in the stream. Spans are valid until the next call of SnapshotReader::next().
struct SnapshotNode {
    Bytes path; ///< "" for the root, else absolute; bytes as stored, not checked for UTF-8
    Bytes data;
    bool data_is_null = false;
    std::int64_t acl_number = 0; ///< snapshot_format::open_acl_number, or a key of SnapshotReader::acls()
    tree::Stat stat;             ///< stored values: cversion counts creations of children only
    std::uint64_t offset = 0;    ///< of the record's first byte in the decoded stream
};

/// Gives the nodes of a tree one by one.
class KEEPERFS_EXPORT NodeSource {
public:
    virtual ~NodeSource();
    /// False after the last node.
    virtual bool next(SnapshotNode& node) = 0;
};

struct NumberedAcl {
    std::int64_t number = 0;
    tree::AclList list;
};

/// What follows the nodes.
struct SnapshotTrailer {
    struct TreeDigest {
        std::int64_t zxid = 0; ///< the digest is of the tree after this transaction; 0: none
        std::int32_t version = 0;
        std::uint64_t value = 0;
    };
    std::optional<TreeDigest> digest;
    std::optional<std::int64_t>
        last_processed_zxid;         ///< at the END of writing; never a place to start a replay from
    std::uint64_t unknown_bytes = 0; ///< after the last section that was recognised; servers ignore them
};

/// Reads one snapshot stream (already decompressed). See snapshot_format.h for the grammar.
///
/// The constructor reads header, sessions and ACL table. Every length and count is compared with what the
/// stream can still hold before anything is allocated. Damage throws Error(bad_input) with the offset of the
/// field in the decoded stream; the caller adds the file's name. Checked: magic, version, lengths, paths
/// (absolute, no empty part, no trailing slash), a node list with the root in it, every seal. Left to the
/// caller: parents and duplicates, which need an index of the tree.
class KEEPERFS_EXPORT SnapshotReader final : public NodeSource {
public:
    explicit SnapshotReader(io::Source& source); ///< borrows

    const std::vector<tree::Session>& sessions() const noexcept { return sessions_; }
    /// In file order. Numbers <= 0 and numbers given twice are reported as findings; the later one counts.
    const std::vector<NumberedAcl>& acls() const noexcept { return acls_; }

    /// False after the last node; then the first seal and the optional sections were read and found right.
    bool next(SnapshotNode& node) override;
    const SnapshotTrailer& trailer() const noexcept { return trailer_; } ///< once next() returned false
    std::uint64_t nodes_read() const noexcept { return nodes_; }
    /// Bytes consumed so far, for progress.
    std::uint64_t offset() const noexcept { return window_.offset(); }
    const std::vector<Finding>& findings() const noexcept { return findings_; }

private:
    io::Window window_;
    std::vector<tree::Session> sessions_;
    std::vector<NumberedAcl> acls_;
    SnapshotTrailer trailer_;
    std::vector<Finding> findings_;
    std::uint64_t nodes_ = 0;
    std::size_t node_bytes_ = 0; ///< of the record handed out last; consumed by the next call
    bool has_root_ = false;
    bool ended_ = false;

    void read_header();
    void read_sessions();
    void read_acls();
    void end_nodes();
    void read_first_seal();
    void read_optional_sections();
};

} // namespace keeperfs::zookeeper
