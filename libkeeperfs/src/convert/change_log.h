#pragma once
#include "keeperfs/convert/change.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keeperfs::convert {

/// Counts what a conversion changes, with the first few examples of each kind.
class ChangeLog {
public:
    /// `message` says in one sentence what became of these; it is taken from the first call.
    void add(std::string_view code, std::string_view message, std::string_view example,
             std::uint64_t count = 1) {
        const auto found = by_code_.find(code);
        Change& change = found != by_code_.end() ? changes_[found->second] : append(code, message);
        change.count += count;
        if (change.examples.size() < most_examples)
            change.examples.emplace_back(example);
    }
    void add(Change change) {
        Change& own = by_code_.contains(change.code) ? changes_[by_code_[change.code]]
                                                     : append(change.code, change.message);
        own.count += change.count;
        for (std::string& example : change.examples)
            if (own.examples.size() < most_examples)
                own.examples.push_back(std::move(example));
    }
    std::vector<Change> take() { return std::move(changes_); }

private:
    static constexpr std::size_t most_examples = 10;
    std::vector<Change> changes_;
    std::map<std::string, std::size_t, std::less<>> by_code_;

    Change& append(std::string_view code, std::string_view message) {
        by_code_.emplace(code, changes_.size());
        return changes_.emplace_back(Change{std::string(code), 0, std::string(message), {}});
    }
};

} // namespace keeperfs::convert
