#include "keeperfs/compare/diff.h"

#include "compare/bucket_sums.h"
#include "compare/fact_diff.h"
#include "compare/suspects.h"
#include "io/stages.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <algorithm>
#include <bit>

namespace keeperfs::compare {

namespace {

constexpr std::size_t most_buckets = std::size_t{1} << 22, least_buckets = std::size_t{1} << 8;
constexpr std::size_t most_subtrees = 10'000;

/// Half of the memory for the sums of both sides, which is free again when nodes are kept; and about one of
/// them for each node, so that few nodes are suspect beside one that differs.
std::size_t buckets_for(std::uint64_t memory, const Side& a, const Side& b) {
    constexpr std::uint64_t node_bytes = 32; // compressed, as most are
    std::uint64_t wanted = memory / 2 / (2 * BucketSums::bytes_a_bucket);
    if (a.size() != 0 && b.size() != 0)
        wanted = std::min(wanted, std::max(a.size(), b.size()) / node_bytes);
    return std::bit_floor(std::clamp(static_cast<std::size_t>(wanted), least_buckets, most_buckets));
}

std::string top_of(std::string_view path, unsigned depth) {
    std::size_t end = 0;
    for (unsigned i = 0; i < depth && end != std::string_view::npos; ++i)
        end = path.find('/', end + 1);
    return std::string(path.substr(0, end));
}

class Comparison {
public:
    Comparison(Side& a, Side& b, const DiffOptions& options,
               const std::function<void(const Difference&)>& on_difference, io::Meter* meter)
        : sides_{&a, &b}, options_(options), rules_(options.preset, a.system(), b.system()),
          on_difference_(on_difference), meter_(meter) {
        const FieldSet held = a.fields() & b.fields();
        report_.not_held = FieldSet::all().without(held);
        report_.compared = held.without(options.ignored).without(rules_.ignored());
    }

    DiffReport run() {
        const Suspects suspects = find_suspects();
        for (const Suspects::Round& round : suspects.rounds())
            look_closer(suspects, round);
        compare_facts(*sides_[0], *sides_[1], options_, rules_, report_);
        return std::move(report_);
    }

private:
    std::array<Side*, 2> sides_;
    const DiffOptions& options_;
    PresetRules rules_;
    const std::function<void(const Difference&)>& on_difference_;
    io::Meter* meter_;
    DiffReport report_;

    std::size_t bucket_count() const {
        return options_.buckets != 0 ? std::bit_floor(options_.buckets)
                                     : buckets_for(options_.memory, *sides_[0], *sides_[1]);
    }

    /// work(0) and work(1), at once.
    template <class F> void on_both(const char* stage, F work) {
        if (meter_ != nullptr) {
            const std::uint64_t sizes[] = {sides_[0]->size(), sides_[1]->size()};
            meter_->start(stage, sizes[0] == 0 || sizes[1] == 0 ? 0 : sizes[0] + sizes[1]);
        }
        io::Stages stages;
        stages.run([&](const std::stop_token&) { work(0); });
        stages.run_here([&](const std::stop_token&) { work(1); });
        stages.join();
    }

    bool is_ignored(Bytes path) const {
        return std::ranges::any_of(options_.ignored_paths,
                                   [&](const inspect::PathGlob& glob) { return glob.matches(path); });
    }

    /// 0 stands for what is not compared.
    FieldValues compared_values(const Node& node) const noexcept {
        FieldValues values = values_of(node);
        for (std::size_t i = 0; i < field_count; ++i)
            if (!report_.compared.has(static_cast<Field>(i)))
                values[i] = 0;
        return values;
    }

    static void count(const Node& node, SideCounts& counts) {
        ++counts.nodes;
        counts.ephemerals += node.stat.ephemeral_owner != 0 ? 1 : 0;
        counts.ttl_nodes += node.ttl_ms ? 1 : 0;
        counts.containers += node.is_container ? 1 : 0;
    }

    Suspects find_suspects() {
        std::array<std::optional<BucketSums>, 2> sums;
        on_both("comparing", [&](std::size_t side) { sums[side] = add_up(side); });
        return Suspects(*sums[0], *sums[1], options_.memory / 2);
    }

    BucketSums add_up(std::size_t side) {
        // Of its own until the end: cores that write side by side wait for each other.
        BucketSums sums(bucket_count());
        SideCounts counts;
        const auto nodes = sides_[side]->read(meter_);
        for (Node node; nodes->next(node);) {
            count(node, counts);
            if (is_ignored(node.path))
                ++counts.ignored;
            else
                sums.add(tree::hash_path(node.path), compared_values(node), kept_bytes(node));
        }
        sums.settle();
        (side == 0 ? report_.a : report_.b) = counts;
        return sums;
    }

    std::vector<KeptNode> collect(std::size_t side, const Suspects& suspects,
                                  const Suspects::Round& round) const {
        std::vector<KeptNode> kept;
        const auto nodes = sides_[side]->read(meter_);
        for (Node node; nodes->next(node);)
            if (suspects.has(tree::hash_path(node.path), round) && !is_ignored(node.path))
                kept.push_back(keep(node, values_of(node)));
        std::ranges::sort(kept, {}, &KeptNode::path);
        refuse_twice(*sides_[side], kept);
        return kept;
    }

    static void refuse_twice(const Side& side, const std::vector<KeptNode>& sorted) {
        const auto twice = std::ranges::adjacent_find(sorted, {}, &KeptNode::path);
        if (twice != sorted.end())
            throw Error(ErrorKind::bad_input, "the node " + escaped(twice->path) + " is there twice")
                .file(side.name())
                .hint("No server writes such a file: it is damaged.");
    }

    void look_closer(const Suspects& suspects, const Suspects::Round& round) {
        ++report_.rounds;
        std::array<std::vector<KeptNode>, 2> kept;
        on_both("looking at what differs",
                [&](std::size_t side) { kept[side] = collect(side, suspects, round); });
        auto a = kept[0].begin(), b = kept[1].begin();
        while (a != kept[0].end() || b != kept[1].end()) {
            const bool takes_a = b == kept[1].end() || (a != kept[0].end() && a->path <= b->path);
            const bool takes_b = a == kept[0].end() || (b != kept[1].end() && b->path <= a->path);
            judge(takes_a ? std::optional(std::move(*a++)) : std::nullopt,
                  takes_b ? std::optional(std::move(*b++)) : std::nullopt);
        }
    }

    void judge(std::optional<KeptNode> a, std::optional<KeptNode> b) {
        Difference difference{DifferenceKind::changed, {}, std::move(a), std::move(b)};
        bool is_allowed = false;
        if (!difference.b) {
            difference.kind = DifferenceKind::only_a;
            is_allowed = rules_.allows_only_a(difference.path());
        } else if (!difference.a) {
            difference.kind = DifferenceKind::only_b;
            is_allowed = rules_.allows_only_b(difference.path());
        } else {
            const FieldSet fields = differing(*difference.a, *difference.b);
            if (fields.empty())
                return;
            difference.fields = rules_.forbidden(*difference.a, *difference.b, fields);
            is_allowed = difference.fields.empty();
        }
        if (is_allowed)
            ++report_.allowed;
        else
            add(difference);
    }

    FieldSet differing(const KeptNode& a, const KeptNode& b) const {
        FieldSet fields;
        report_.compared.for_each([&](Field field) {
            if (a[field] != b[field])
                fields.add(field);
        });
        return fields;
    }

    void add(const Difference& difference) {
        (difference.kind == DifferenceKind::only_a   ? report_.only_a
         : difference.kind == DifferenceKind::only_b ? report_.only_b
                                                     : report_.changed)++;
        difference.fields.for_each(
            [&](Field field) { ++report_.changed_fields[static_cast<std::size_t>(field)]; });
        if ((difference.a && difference.a->is_ephemeral()) || (difference.b && difference.b->is_ephemeral()))
            ++report_.ephemerals_differ;
        add_to_subtree(difference);
        on_difference_(difference);
    }

    void add_to_subtree(const Difference& difference) {
        const std::string top = top_of(difference.path(), options_.subtree_depth);
        if (report_.subtrees.size() >= most_subtrees && !report_.subtrees.contains(top)) {
            ++report_.subtrees_left_out;
            return;
        }
        SubtreeCounts& counts = report_.subtrees[top];
        (difference.kind == DifferenceKind::only_a   ? counts.only_a
         : difference.kind == DifferenceKind::only_b ? counts.only_b
                                                     : counts.changed)++;
    }
};

} // namespace

std::string_view name_of(DifferenceKind kind) {
    return kind == DifferenceKind::only_a ? "only_a" : kind == DifferenceKind::only_b ? "only_b" : "changed";
}

DiffReport diff(Side& a, Side& b, const DiffOptions& options,
                const std::function<void(const Difference&)>& on_difference, io::Meter* meter) {
    return Comparison(a, b, options, on_difference, meter).run();
}

} // namespace keeperfs::compare
