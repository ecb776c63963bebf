#pragma once
#include "keeperfs/export.h"
#include "keeperfs/keeper/snapshot.h"

#include <cstdint>
#include <optional>

namespace keeperfs::inspect {

enum class DigestVerdict : std::uint8_t {
    not_stored,
    unknown_version, ///< of a later release: it cannot be computed
    agrees,
    differs, ///< does not match the nodes; servers load it all the same
};

/// A tree's digest, computed from its nodes, beside the one that the snapshot's header stores. Costs nothing
/// where none is stored.
class KEEPERFS_EXPORT DigestCheck {
public:
    explicit DigestCheck(const keeper::SnapshotHeader& header);
    void add(const keeper::SnapshotNode& node);

    DigestVerdict verdict() const noexcept;
    int version() const noexcept { return version_; }
    std::uint64_t stored() const noexcept { return stored_; }
    /// 0 where it was not computed.
    std::uint64_t computed() const noexcept { return sum_; }
    /// Version 3 has two readings; this is the one with the length of the data.
    std::optional<std::uint64_t> computed_with_length() const noexcept;

private:
    int version_;
    std::uint64_t stored_;
    bool is_computed_;
    std::uint64_t sum_ = 0, sum_with_length_ = 0;
};

} // namespace keeperfs::inspect
