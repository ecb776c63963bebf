#pragma once
#include "keeperfs/export.h"
#include "keeperfs/io/source.h"
#include "keeperfs/io/window.h"
#include "keeperfs/keeper/snapshot.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::keeper {

enum class SnapshotCodec : std::uint8_t { zstd, lz4_blocks };
/// The word in options and reports.
inline const char* name_of(SnapshotCodec codec) noexcept {
    return codec == SnapshotCodec::zstd ? "zstd" : "lz4";
}
/// Where the codec runs: on the thread that calls next(), or on one of its own, some blocks ahead.
enum class Decoding : std::uint8_t { here, ahead };

/// Reads one snapshot, compressed as it lies in the file. See snapshot_format.h for the grammar.
///
/// The constructor finds the codec by the first four bytes and reads everything before the nodes. Damage
/// throws Error(bad_input) with the offset in the decoded stream; the caller adds the file's name. Memory
/// does not depend on the number of nodes, and no count or length from the file costs memory before the bytes
/// have come.
///
/// Checked: the codec's checksums, its end included; version; metadata; lengths; flags; paths (absolute,
/// nothing empty between two slashes, no slash at the end); ids given twice in the ACL map or among the
/// sessions, ACL id 0 in the map. Left to the caller, who may want to report instead: names (".", "..", NUL,
/// no UTF-8), paths given twice, parents, numChildren, ACL ids that the map lacks, the range of a TTL, owners
/// that are no session, the digest.
class KEEPERFS_EXPORT SnapshotReader {
public:
    explicit SnapshotReader(io::Source& file, Decoding decoding = Decoding::here); ///< borrows
    ~SnapshotReader();

    SnapshotCodec codec() const noexcept { return codec_; }
    const SnapshotHeader& header() const noexcept { return header_; }
    /// In file order. Version 0 has the lists in the nodes instead: there each different one that is not
    /// empty gets the next id from 1 on when next() first meets it, so the list grows until next() returns
    /// false.
    const std::vector<AclMapEntry>& acls() const noexcept { return acls_; }
    /// As stated; it is the true number once next() returned false.
    std::uint64_t node_count() const noexcept { return node_count_; }

    /// False after the last node; then sessions, cluster configuration and the end of the stream were read.
    bool next(SnapshotNode& node);
    const std::vector<tree::Session>& sessions() const noexcept { return sessions_; }
    /// The encoded section at the end; nullopt when there is none.
    const std::optional<std::string>& cluster_configuration() const noexcept {
        return cluster_configuration_;
    }
    /// Where that section begins and ends in the decoded stream: both at its end when there is none.
    std::uint64_t membership_begin() const noexcept { return membership_begin_; }
    std::uint64_t membership_end() const noexcept { return membership_end_; }
    std::uint64_t unknown_bytes() const noexcept { return unknown_bytes_; } ///< after the last section
    std::uint64_t offset() const noexcept;                                  ///< in the decoded stream

private:
    struct Decoder;
    std::unique_ptr<Decoder> decoder_;
    SnapshotCodec codec_{};
    SnapshotHeader header_;
    std::vector<AclMapEntry> acls_;
    std::uint64_t node_count_ = 0, nodes_read_ = 0;
    std::vector<tree::Session> sessions_;
    std::optional<std::string> cluster_configuration_;
    std::uint64_t membership_begin_ = 0, membership_end_ = 0;
    std::uint64_t unknown_bytes_ = 0;
};

} // namespace keeperfs::keeper
