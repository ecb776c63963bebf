#pragma once
#include "keeperfs/compare/node.h"
#include "keeperfs/export.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <string>

namespace keeperfs::compare {

/// Each field of a node as one number: hashes for data and ACL, with a key of this process.
using FieldValues = std::array<std::uint64_t, field_count>;
inline constexpr std::uint64_t no_ttl = std::uint64_t{1} << 63;

FieldValues values_of(const Node& node) noexcept;

/// A node that outlives its reading.
struct KeptNode {
    static constexpr std::size_t most_data_kept = 64;

    std::string path;
    FieldValues values{};
    std::shared_ptr<const NodeAcl> acl;
    std::uint64_t data_bytes = 0;
    std::string data_head; ///< its first bytes

    std::uint64_t operator[](Field field) const noexcept { return values[static_cast<std::size_t>(field)]; }
    std::int64_t number(Field field) const noexcept { return static_cast<std::int64_t>((*this)[field]); }
    bool is_ephemeral() const noexcept { return (*this)[Field::ephemeral_owner] != 0; }
    bool has_ttl() const noexcept { return (*this)[Field::ttl_ms] != no_ttl; }
    bool is_container() const noexcept { return (*this)[Field::container] != 0; }
};

KeptNode keep(const Node& node, const FieldValues& values);
/// What keep() costs.
inline std::uint64_t kept_bytes(const Node& node) noexcept {
    constexpr std::uint64_t allocation = 32;
    return sizeof(KeptNode) + node.path.size() + allocation +
           std::min<std::uint64_t>(node.data.size(), KeptNode::most_data_kept);
}

} // namespace keeperfs::compare
