#pragma once
// What a Prometheus endpoint says.
#include "keeperfs/probe/answer.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keeperfs::probe {

struct Sample {
    std::string name;
    std::string type; ///< counter, gauge, histogram, summary or untyped
    std::vector<std::pair<std::string, std::string>> labels;
    Value value = 0.0; ///< a number: a whole one where it is written so
    std::optional<std::int64_t> ms_since_1970;
    bool operator==(const Sample&) const = default;
};

/// More in one answer are not taken: a ClickHouse server has some 5,000.
inline constexpr std::size_t most_samples = 100'000;

/// Reads the text format of Prometheus, version 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats),
/// as strictly as its own parser. `into` is only complete for Reading::whole; a text without a sample is
/// none.
KEEPERFS_EXPORT Reading read_metrics(std::string_view text, std::vector<Sample>& into);

} // namespace keeperfs::probe
