#pragma once
#include "keeperfs/inspect/snapshot_stats.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace keeperfs::inspect {

/// The znodes with the greatest numbers, whatever order they come in: of equal ones those whose paths come
/// first.
class TopList {
public:
    explicit TopList(std::size_t count) : count_(count) {}

    void offer(Bytes path, std::int64_t value) {
        const bool is_full = best_.size() == count_;
        if (is_full && !belongs(as_text(path), value))
            return;
        if (is_full) {
            std::ranges::pop_heap(best_, comes_first);
            best_.pop_back();
        }
        best_.push_back({std::string(as_text(path)), value});
        std::ranges::push_heap(best_, comes_first);
    }
    /// The greatest first. The list is empty afterwards.
    std::vector<Ranked> take() {
        std::ranges::sort(best_, comes_first);
        return std::exchange(best_, {});
    }

private:
    std::size_t count_;
    std::vector<Ranked> best_; ///< a heap whose front has to go first

    static bool comes_first(const Ranked& a, const Ranked& b) {
        return a.value != b.value ? a.value > b.value : a.path < b.path;
    }
    bool belongs(std::string_view path, std::int64_t value) const {
        if (count_ == 0)
            return false;
        const Ranked& last = best_.front();
        return value != last.value ? value > last.value : path < last.path;
    }
};

} // namespace keeperfs::inspect
