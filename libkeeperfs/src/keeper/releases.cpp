#include "keeperfs/keeper/releases.h"

#include "keeperfs/base/error.h"
#include "keeperfs/keeper/snapshot_format.h"

#include <charconv>

namespace keeperfs::keeper {

namespace {

/// What changed with a release. The names of versions are those of snapshot_format.h.
struct Change {
    Release since;
    int reads;
    int writes;
    int digest;
};

namespace v = snapshot_version;
constexpr std::array changes{
    Change{{21, 8}, 2, 2, 0},
    Change{{21, 11}, v::zstd, v::zstd, 0},
    Change{{21, 12}, v::size_bytes, v::size_bytes, 0},
    Change{{22, 7}, v::zxid_and_digest, v::zxid_and_digest, 1},
    Change{{22, 8}, v::zxid_and_digest, v::zxid_and_digest, 2},
    // Digest versions 3 and 4 came with these two; which one a given build has is not established.
    Change{{24, 1}, v::zxid_and_digest, v::zxid_and_digest, 0},
    Change{{24, 3}, v::slim_nodes, v::slim_nodes, 4},
    Change{{26, 3}, v::wide_sequence, v::slim_nodes, 4},
    Change{{26, 6}, v::ttl, v::slim_nodes, 5},
    Change{{26, 8}, v::ttl, v::ttl, 5},
    // 26.8 may read containers already; the later release is the one that certainly does.
    Change{{26, 9}, v::containers, v::ttl, 5},
};
static_assert(changes.front().since == oldest_known_release && changes.back().since == newest_known_release &&
              changes.back().reads == v::newest);

/// What holds in `release`; a release older than all counts as the oldest.
const Change& state_of(Release release) {
    const auto later = std::find_if(changes.begin() + 1, changes.end(),
                                    [&](const Change& change) { return change.since > release; });
    return *(later - 1);
}

std::optional<int> take_number(std::string_view& text) {
    int value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || value < 0)
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

} // namespace

std::optional<Release> parse_release(std::string_view text) {
    if (text.starts_with('v'))
        text.remove_prefix(1);
    const auto year = take_number(text);
    if (!year || *year > 99 || !text.starts_with('.'))
        return std::nullopt;
    text.remove_prefix(1);
    const auto month = take_number(text);
    if (!month || *month < 1 || *month > 12)
        return std::nullopt;
    if (!text.empty() && text[0] != '.' && text[0] != '-')
        return std::nullopt;
    return Release{*year, *month};
}

std::string text_of(Release release) { return fmt::format("{}.{}", release.year, release.month); }

int default_snapshot_version(Release release) { return state_of(release).writes; }
int newest_readable_snapshot_version(Release release) { return state_of(release).reads; }
int digest_version_of(Release release) { return state_of(release).digest; }

Release first_reader(int snapshot_version) {
    const auto first = std::find_if(changes.begin(), changes.end(),
                                    [&](const Change& change) { return change.reads >= snapshot_version; });
    if (first == changes.end())
        throw Error(ErrorKind::usage,
                    fmt::format("no known release reads snapshot version {}", snapshot_version));
    return first->since;
}

std::optional<Release> first_default_writer(int snapshot_version) {
    const auto first = std::find_if(changes.begin(), changes.end(),
                                    [&](const Change& change) { return change.writes >= snapshot_version; });
    return first == changes.end() ? std::nullopt : std::optional(first->since);
}

} // namespace keeperfs::keeper
