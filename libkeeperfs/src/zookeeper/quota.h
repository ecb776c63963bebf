#pragma once
// ZooKeeper's quota statistics: the data of /zookeeper/quota<path>/zookeeper_stats, which each server keeps
// in memory and never logs.
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace keeperfs::zookeeper {

inline constexpr std::string_view quota_limits_name = "/zookeeper_limits";
inline constexpr std::string_view quota_stats_name = "/zookeeper_stats";

/// The path that a quota node is about: "/a" for "/zookeeper/quota/a/zookeeper_limits"; nullopt for other
/// paths.
std::optional<std::string_view> quota_target(std::string_view path, std::string_view leaf);

struct QuotaUsage {
    std::int64_t nodes = 0, bytes = 0;
};

/// What a server writes into a fresh statistics node.
std::string stats_text(QuotaUsage usage);
/// The text after a change. Other keys (hard limits, 3.7 on) stay behind count and bytes, sorted by name.
std::string adjusted_stats_text(std::string_view text, QuotaUsage change);

/// Which subtrees are counted, and their present size. Subtrees may lie in one another.
class QuotaBook {
public:
    /// Counts this subtree from now on; its size so far is found by a walk over the snapshot.
    void watch(std::string_view target) { usage_.try_emplace(std::string(target)); }
    bool empty() const noexcept { return usage_.empty(); }
    /// A node came (+1), went (-1) or changed its size, somewhere in the tree.
    void change(std::string_view path, QuotaUsage change);
    /// A subtree went: what is counted at or below it starts anew.
    void forget_below(std::string_view top);
    QuotaUsage usage(std::string_view target) const;

    void set_limit(std::string_view target) { limited_.emplace(target); }
    void clear_limit(std::string_view target) { limited_.erase(std::string(target)); }
    /// The longest path with a limit at or above `path`.
    std::optional<std::string_view> nearest_limit(std::string_view path) const;

private:
    std::map<std::string, QuotaUsage, std::less<>> usage_;
    std::set<std::string, std::less<>> limited_;
};

} // namespace keeperfs::zookeeper
