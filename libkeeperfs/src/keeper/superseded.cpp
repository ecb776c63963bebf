#include "keeper/superseded.h"

#include <algorithm>

namespace keeperfs::keeper {

void SupersededRecords::note(std::uint64_t index) {
    if (noted_ != 0 && index <= last_)
        steps_.push_back({noted_, index});
    if (noted_++ == 0)
        first_ = index;
    last_ = index;
}

void SupersededRecords::append(const SupersededRecords& file) {
    if (file.noted_ == 0)
        return;
    const std::uint64_t before = noted_;
    note(file.first_);
    for (const StepBack& step : file.steps_)
        steps_.push_back({before + step.ordinal, step.index});
    noted_ = before + file.noted_;
    last_ = file.last_;
}

void SupersededRecords::resolve() {
    for (std::size_t i = steps_.size(); i-- > 1;)
        steps_[i - 1].index = std::min(steps_[i - 1].index, steps_[i].index);
}

bool SupersededRecords::is_superseded(std::uint64_t index) {
    const std::uint64_t ordinal = asked_++;
    while (next_step_ < steps_.size() && steps_[next_step_].ordinal <= ordinal)
        ++next_step_;
    return next_step_ < steps_.size() && index >= steps_[next_step_].index;
}

} // namespace keeperfs::keeper
