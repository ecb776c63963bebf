#include "keeperfs/inspect/digest_check.h"

#include "keeperfs/keeper/digest.h"

namespace keeperfs::inspect {

namespace {
constexpr int with_two_readings = 3;
}

DigestCheck::DigestCheck(const keeper::SnapshotHeader& header)
    : version_(header.digest_version), stored_(header.digest),
      is_computed_(keeper::is_known_digest_version(header.digest_version)) {}

void DigestCheck::add(const keeper::SnapshotNode& node) {
    if (!is_computed_)
        return;
    sum_ += keeper::node_digest(version_, node);
    if (version_ == with_two_readings)
        sum_with_length_ += keeper::node_digest_3_with_length(node);
}

std::optional<std::uint64_t> DigestCheck::computed_with_length() const noexcept {
    return version_ == with_two_readings ? std::optional(sum_with_length_) : std::nullopt;
}

DigestVerdict DigestCheck::verdict() const noexcept {
    if (version_ == 0)
        return DigestVerdict::not_stored;
    if (!is_computed_)
        return DigestVerdict::unknown_version;
    const bool agrees = sum_ == stored_ || computed_with_length() == stored_;
    return agrees ? DigestVerdict::agrees : DigestVerdict::differs;
}

} // namespace keeperfs::inspect
