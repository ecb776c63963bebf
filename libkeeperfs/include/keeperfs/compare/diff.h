#pragma once
// What differs between two trees, in whatever order and form they lie.
#include "keeperfs/compare/field.h"
#include "keeperfs/compare/kept_node.h"
#include "keeperfs/compare/preset.h"
#include "keeperfs/compare/side.h"
#include "keeperfs/export.h"
#include "keeperfs/inspect/path_glob.h"
#include "keeperfs/io/progress.h"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::compare {

enum class DifferenceKind : std::uint8_t { only_a, only_b, changed };
/// The word in answers.
KEEPERFS_EXPORT std::string_view name_of(DifferenceKind kind);

struct Difference {
    DifferenceKind kind{};
    FieldSet fields; ///< that differ; none for a node that one side lacks
    std::optional<KeptNode> a, b;
    const std::string& path() const noexcept { return a ? a->path : b->path; }
};

/// Something that a tree has once: its zxid, its counter of sessions.
struct FactDifference {
    std::string_view name; ///< "zxid", "session_id_counter"
    std::int64_t a = 0, b = 0;
};

struct SessionDifference {
    DifferenceKind kind{};
    std::optional<tree::Session> a, b;
    std::int64_t id() const noexcept { return a ? a->id : b->id; }
};

struct DiffOptions {
    FieldSet ignored;
    std::vector<inspect::PathGlob> ignored_paths;
    Preset preset = Preset::none;
    bool ignores_zxid = false, ignores_sessions = false, ignores_session_id_counter = false;
    unsigned subtree_depth = 2;
    /// For sums, and after them for nodes that may differ; beyond it the trees are read again.
    std::uint64_t memory = std::uint64_t{512} << 20;
    std::size_t buckets = 0; ///< sums of each side, a power of two; 0: as the memory allows
};

struct SideCounts {
    std::uint64_t nodes = 0, ephemerals = 0, ttl_nodes = 0, containers = 0, ignored = 0;
};

struct SubtreeCounts {
    std::uint64_t only_a = 0, only_b = 0, changed = 0;
};

struct DiffReport {
    FieldSet compared; ///< fields that both sides hold and nothing ignores
    FieldSet not_held; ///< fields that one of them does not hold
    SideCounts a, b;
    std::uint64_t only_a = 0, only_b = 0, changed = 0;
    std::uint64_t ephemerals_differ = 0; ///< of these nodes: ephemeral on a side
    std::array<std::uint64_t, field_count> changed_fields{};
    std::uint64_t allowed = 0;                     ///< nodes that differ as the preset says
    std::map<std::string, SubtreeCounts> subtrees; ///< by their top
    std::uint64_t subtrees_left_out = 0;           ///< nodes of those beyond the most that are counted apart
    std::vector<FactDifference> facts;
    std::vector<SessionDifference> sessions;
    bool compared_zxid = false, compared_sessions = false;
    unsigned rounds = 0; ///< readings of both sides after the first

    std::uint64_t nodes_differ() const noexcept { return only_a + only_b + changed; }
    bool is_equal() const noexcept { return nodes_differ() == 0 && facts.empty() && sessions.empty(); }
};

/// Reads both sides at once, once when they are equal and twice when not; more often when what may differ
/// needs more memory than is allowed. `on_difference` gets every node that differs, by path in each round.
///
/// A path that a side has twice throws Error(bad_input), where it is found: among what may differ.
KEEPERFS_EXPORT DiffReport diff(Side& a, Side& b, const DiffOptions& options,
                                const std::function<void(const Difference&)>& on_difference,
                                io::Meter* meter = nullptr);

} // namespace keeperfs::compare
