#include "keeperfs/recover/choice.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/recover/membership.h"

#include <fmt/format.h>

#include <algorithm>

namespace keeperfs::recover {

namespace {

using inspect::IndexRange;
using keeper::ClusterServer;

/// Ranges that overlap or touch as one.
std::vector<IndexRange> merged(std::vector<IndexRange> ranges) {
    std::ranges::sort(ranges, {}, &IndexRange::first);
    std::vector<IndexRange> whole;
    for (const IndexRange& range : ranges)
        if (!whole.empty() && range.first <= whole.back().last + 1)
            whole.back().last = std::max(whole.back().last, range.last);
        else
            whole.push_back(range);
    return whole;
}

std::vector<IndexRange> lost_behind(std::uint64_t last, const Survivor& survivor) {
    std::vector<IndexRange> lost;
    for (const auto* ranges : {&survivor.unusable, &survivor.missing})
        for (const IndexRange& range : *ranges)
            if (range.last > last)
                lost.push_back({std::max(range.first, last + 1), range.last});
    return lost;
}

Error refuse(const Survivor& one, std::string what) {
    return Error(ErrorKind::refused, std::move(what))
        .file(one.directory)
        .hint("keeperctl recover inspect tells more. Leave out the one that is not meant.");
}

} // namespace

ClusterServer own_member(std::span<const ClusterServer> stored, std::span<const ClusterServer> members,
                         std::optional<std::int32_t> id) {
    const std::span<const ClusterServer> candidates = members.empty() ? stored : members;
    std::vector<ClusterServer> possible;
    for (const ClusterServer& server : candidates) {
        const bool was_there = std::ranges::find(stored, server.id, &ClusterServer::id) != stored.end();
        if (id ? server.id == *id : was_there || candidates.size() == 1)
            possible.push_back(server);
    }
    if (possible.size() == 1)
        return possible.front();
    if (id)
        throw Error(ErrorKind::usage,
                    fmt::format("there is no server {} among {}", *id, text_of(candidates)));
    throw Error(ErrorKind::usage, fmt::format("its files do not show which of {} the survivor is",
                                              candidates.empty() ? "the members" : text_of(candidates)))
        .hint("Say it with --id: the server_id of the machine that the directory comes from.");
}

std::uint64_t Choice::lost_records() const noexcept {
    std::uint64_t records = 0;
    for (const IndexRange& range : lost)
        records += range.count();
    return records;
}

Choice choose_one(const Survivors& survivors, std::size_t place) {
    Choice choice;
    choice.scans.push_back(survivors.scans[place]);
    for (std::size_t other = 0; other < survivors.scans.size(); ++other)
        if (other != place) {
            choice.scans.push_back(survivors.scans[other]);
            choice.scans.back().is_proven_peer = false;
        }
    choice.log.add(choice.scans.front(), 0);
    const Survivor& own = survivors.all[place];
    choice.lost = lost_behind(own.last.index, own);
    if (own.lacks)
        choice.lost.push_back(*own.lacks);
    if (survivors.together.last.index > own.last.index)
        choice.lost.push_back({own.last.index + 1, survivors.together.last.index});
    choice.lost = merged(std::move(choice.lost));
    return choice;
}

Choice choose_all(const Survivors& survivors) {
    Choice choice;
    choice.scans = survivors.scans;
    choice.log = survivors.together.log;
    const std::uint64_t last = survivors.together.last.index;
    choice.lost = lost_behind(last, survivors.best());
    // What is left out may go on from what is missing.
    for (const Survivor& one : survivors.all)
        if (one.agreement == Agreement::not_proven && one.log.last() > last)
            choice.lost.push_back({last + 1, one.log.last()});
    choice.lost = merged(std::move(choice.lost));
    return choice;
}

void refuse_divergence(const Survivors& survivors) {
    for (const Survivor& one : survivors.all)
        if (one.agreement == Agreement::diverged)
            throw refuse(one, "its records are not those of " + escaped(survivors.best().directory));
}

void refuse_disagreement(const Survivors& survivors) {
    refuse_divergence(survivors);
    for (const Survivor& one : survivors.all)
        if (one.agreement == Agreement::not_proven)
            throw refuse(one, "nothing shows that it is of the same cluster as " +
                                  escaped(survivors.best().directory));
}

void refuse_loss(const Choice& choice, std::uint64_t accepted) {
    const std::uint64_t lost = choice.lost_records();
    if (lost <= accepted)
        return;
    throw Error(ErrorKind::refused,
                fmt::format("{} would be lost, from {} to {}", counted(lost, "record", "records"),
                            choice.lost.front().first, choice.lost.back().last))
        .file(choice.scans.front().places.log_dir)
        .hint(fmt::format(
            "keeperctl recover inspect tells what they hold, and recover assemble may take them from "
            "several survivors. --accept-loss {} goes on without them.",
            lost));
}

} // namespace keeperfs::recover
