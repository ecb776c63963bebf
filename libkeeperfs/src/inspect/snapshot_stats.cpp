#include "keeperfs/inspect/snapshot_stats.h"

#include "inspect/acl_counts.h"
#include "inspect/owner_counts.h"
#include "inspect/top_list.h"

#include "keeperfs/keeper/snapshot_format.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace keeperfs::inspect {

namespace {

std::size_t depth_of(Bytes path) {
    return path.size() == 1 ? 0 : static_cast<std::size_t>(std::ranges::count(path, std::uint8_t{'/'}));
}

/// A 32-bit counter that went round, as if it had not.
std::int64_t true_counter(std::int64_t stored, int version) {
    const bool went_round = stored < 0 && version < keeper::snapshot_version::wide_sequence;
    return went_round ? stored + (std::int64_t{1} << 32) : stored;
}

bool is_earlier(std::int64_t time, Bytes path, const std::optional<Ranked>& than) {
    return !than || time < than->value || (time == than->value && as_text(path) < than->path);
}
bool is_later(std::int64_t time, Bytes path, const std::optional<Ranked>& than) {
    return !than || time > than->value || (time == than->value && as_text(path) < than->path);
}

} // namespace

struct StatsCollector::State {
    explicit State(std::size_t count)
        : top(count), children(count), data(count), paths(count), versions(count), counters(count) {}

    std::size_t top;
    SnapshotStats stats;
    SubtreeSizes sizes;
    TopList children, data, paths, versions, counters;
    AclCounts acls;
    OwnerCounts owners;
    std::vector<tree::NodeId> by_nodes, by_bytes, by_memory;
    std::size_t peak_bytes = 0;

    void add(const keeper::SnapshotNode& node);
    void add_kind(const keeper::SnapshotNode& node);
    void add_counter(const keeper::SnapshotNode& node);
    void add_time(const keeper::SnapshotNode& node);
    void finish(const keeper::SnapshotReader& reader);
    void name(std::vector<NamedSubtree>& subtrees, const std::vector<tree::NodeId>& ids,
              const NodeNames& names) const;
};

void StatsCollector::State::add(const keeper::SnapshotNode& node) {
    ++stats.nodes;
    sizes.add(node);
    stats.path_bytes += node.path.size();
    stats.data_bytes += node.data.size();
    stats.nodes_with_data += node.data.empty() ? 0 : 1;
    ++stats.depths[std::min(depth_of(node.path), stats.depths.size() - 1)];
    ++stats.data_sizes[static_cast<std::size_t>(std::bit_width(node.data.size()))];
    if (node.num_children > 0)
        children.offer(node.path, node.num_children);
    if (!node.data.empty())
        data.offer(node.path, static_cast<std::int64_t>(node.data.size()));
    if (node.stat.version > 0)
        versions.offer(node.path, node.stat.version);
    paths.offer(node.path, static_cast<std::int64_t>(node.path.size()));
    add_kind(node);
    add_counter(node);
    add_time(node);
}

void StatsCollector::State::add_kind(const keeper::SnapshotNode& node) {
    if (node.ttl_ms) {
        ++stats.ttl_nodes;
        stats.shortest_ttl_ms = std::min(stats.shortest_ttl_ms.value_or(*node.ttl_ms), *node.ttl_ms);
        stats.longest_ttl_ms = std::max(stats.longest_ttl_ms.value_or(*node.ttl_ms), *node.ttl_ms);
    }
    if (node.stat.ephemeral_owner == tree::container_owner) {
        ++stats.containers;
    } else if (node.stat.ephemeral_owner != 0) {
        ++stats.ephemerals;
        owners.add(node.stat.ephemeral_owner);
    }
}

void StatsCollector::State::add_counter(const keeper::SnapshotNode& node) {
    if (node.seq_num == 0)
        return;
    const std::int64_t counter = true_counter(node.seq_num, stats.header.version);
    if (counter > SequenceCounters::limit || counter < 0)
        ++stats.counters.beyond;
    else if (counter >= SequenceCounters::near_limit)
        ++stats.counters.near;
    counters.offer(node.path, counter);
}

void StatsCollector::State::add_time(const keeper::SnapshotNode& node) {
    if (node.stat.mtime == 0)
        return;
    if (is_earlier(node.stat.mtime, node.path, stats.oldest))
        stats.oldest = {std::string(as_text(node.path)), node.stat.mtime};
    if (is_later(node.stat.mtime, node.path, stats.newest))
        stats.newest = {std::string(as_text(node.path)), node.stat.mtime};
}

void StatsCollector::State::finish(const keeper::SnapshotReader& reader) {
    stats.decoded_bytes = reader.offset();
    peak_bytes = sizes.memory_bytes() + 2 * owners.memory_bytes(); // twice: it is sorted as a copy
    owners.fill(stats, reader.sessions(), top);
    acls.fill(stats, reader.acls());
    sizes.sum_up();
    peak_bytes = std::max(peak_bytes, sizes.memory_bytes());
    stats.lost_nodes = sizes.lost_nodes();
    if (const tree::NodeId root = sizes.find(as_bytes("/")); root != tree::no_node)
        stats.whole = sizes.at(root);
    by_nodes = sizes.greatest(SizeBy::nodes, top);
    by_bytes = sizes.greatest(SizeBy::bytes, top);
    by_memory = sizes.greatest(SizeBy::memory, top);
    stats.most_children = children.take();
    stats.largest_data = data.take();
    stats.longest_paths = paths.take();
    stats.most_versions = versions.take();
    stats.counters.highest = counters.take();
}

void StatsCollector::State::name(std::vector<NamedSubtree>& subtrees, const std::vector<tree::NodeId>& ids,
                                 const NodeNames& names) const {
    for (const tree::NodeId id : ids)
        subtrees.push_back({names.at(id), sizes.at(id)});
}

StatsCollector::StatsCollector(std::size_t top) : state_(std::make_unique<State>(top)) {}
StatsCollector::~StatsCollector() = default;

void StatsCollector::read(keeper::SnapshotReader& reader) {
    state_->stats.header = reader.header();
    for (keeper::SnapshotNode node; reader.next(node); state_->acls.add(reader, node.acl_id))
        state_->add(node);
    state_->finish(reader);
}

void StatsCollector::read_names(keeper::SnapshotReader& reader) {
    State& state = *state_;
    std::vector<tree::NodeId> wanted;
    for (const auto* ids : {&state.by_nodes, &state.by_bytes, &state.by_memory})
        wanted.insert(wanted.end(), ids->begin(), ids->end());
    const NodeNames names = inspect::read_names(reader, state.sizes, std::move(wanted));
    state.name(state.stats.by_nodes, state.by_nodes, names);
    state.name(state.stats.by_bytes, state.by_bytes, names);
    state.name(state.stats.by_memory, state.by_memory, names);
}

SnapshotStats StatsCollector::take() { return std::move(state_->stats); }

std::size_t StatsCollector::memory_bytes() const noexcept { return state_->peak_bytes; }

} // namespace keeperfs::inspect
