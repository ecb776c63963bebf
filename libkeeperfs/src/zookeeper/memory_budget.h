#pragma once
#include <cstdint>

namespace keeperfs::zookeeper {

/// Refuses a tree that will not fit before memory is gone, with the number that it would need.
class MemoryBudget {
public:
    /// `limit` 0: none. `elsewhere`: what the job needs besides the tree.
    MemoryBudget(std::uint64_t limit, std::uint64_t elsewhere) : limit_(limit), elsewhere_(elsewhere) {}

    /// What so many znodes need, of which logs touch so many.
    std::uint64_t needed(std::uint64_t nodes, std::uint64_t touched) const noexcept;
    /// Throws Error(refused) when the tree, read up to `done` of `total` bytes (0: not known), will be too
    /// large.
    void check(std::uint64_t nodes, std::uint64_t touched, std::uint64_t done, std::uint64_t total) const;

private:
    std::uint64_t limit_, elsewhere_;
};

} // namespace keeperfs::zookeeper
