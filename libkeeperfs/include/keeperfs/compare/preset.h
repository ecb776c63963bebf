#pragma once
// What must differ between a tree and its conversion, and is therefore no difference.
#include "keeperfs/compare/field.h"
#include "keeperfs/compare/kept_node.h"
#include "keeperfs/compare/side.h"
#include "keeperfs/export.h"
#include "keeperfs/tree/session.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace keeperfs::compare {

/// `conversion`: A (or B) is a ZooKeeper and the other what keeper-converter made of it, perhaps with the
/// nodes that a Keeper has added since. `to_zookeeper`: the other way.
enum class Preset : std::uint8_t { none, conversion, to_zookeeper };

/// What a preset says of two nodes with one path, and of a node without another.
///
/// conversion, as convert/node_rules maps:
///   null data became empty; an ACL that was in no table became open; containers and TTL nodes became
///   persistent; a TTL node lost its counter; an ephemeral node's counter is 0; Keeper's own /keeper and all
///   below it came, so that the root has another number of children; sessions were added for owners that
///   stood in no table, and timeouts that were not positive raised.
/// to_zookeeper, besides: cversion is 2 * seq_num - num_children, as ZooKeeper shows it; /zookeeper and
///   /zookeeper/quota came.
class PresetRules {
public:
    PresetRules(Preset preset, System a, System b);

    /// Fields that need not be compared at all.
    FieldSet ignored() const noexcept;
    /// Those of `fields` that must not differ.
    FieldSet forbidden(const KeptNode& a, const KeptNode& b, FieldSet fields) const;
    bool allows_only_a(std::string_view path) const noexcept;
    bool allows_only_b(std::string_view path) const noexcept;
    bool allows_sessions(const std::optional<tree::Session>& a, const std::optional<tree::Session>& b) const;

private:
    Preset preset_;
    bool a_is_zookeeper_;

    bool allows_in_keeper(std::string_view path) const noexcept;
    bool allows_in_zookeeper(std::string_view path) const noexcept;
    bool must_differ(const KeptNode& zookeeper, const KeptNode& keeper, Field field) const;
};

} // namespace keeperfs::compare
