#include "keeperfs/probe/condition.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/probe/ensemble_verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace keeperfs::probe {

namespace {

struct Word {
    std::string_view text;
    Goal goal;
};
constexpr std::array words{
    Word{"leader", Goal::leader}, Word{"follower", Goal::follower},   Word{"serving", Goal::serving},
    Word{"quorum", Goal::quorum}, Word{"snapshot>=", Goal::snapshot}, Word{"in-sync", Goal::in_sync},
};

bool follows(const ServerView& view) {
    return view.serves() && (view.role == Role::follower || view.role == Role::observer);
}
bool has_no_index(const ServerView& view) { return view.kind == ServerKind::zookeeper; }

std::string why_it_does_not_serve(const ServerView& view) {
    return view.presence == Presence::absent || !view.message.empty() ? view.message : "it does not serve";
}

/// The first few, and how many more.
std::string joined(const std::vector<std::string>& parts) {
    constexpr std::size_t enough = 3;
    const std::size_t shown = std::min(parts.size(), enough);
    std::string text =
        fmt::format("{}", fmt::join(parts.begin(), parts.begin() + std::ptrdiff_t(shown), "; "));
    return shown == parts.size() ? text : text + fmt::format("; and {} more", parts.size() - shown);
}

} // namespace

Condition parse_condition(std::string_view text) {
    for (const auto& [word, goal] : words) {
        if (goal != Goal::snapshot) {
            if (text == word)
                return {goal};
            continue;
        }
        if (!text.starts_with(word))
            continue;
        const std::string_view digits = text.substr(word.size());
        Condition condition{goal};
        const auto [end, failed] =
            std::from_chars(digits.data(), digits.data() + digits.size(), condition.snapshot_index);
        if (failed == std::errc() && end == digits.data() + digits.size())
            return condition;
    }
    throw Error(ErrorKind::usage, fmt::format("nothing to wait for is called {}", escaped(text)))
        .hint("There are leader, follower, serving, quorum, in-sync and snapshot>=INDEX.");
}

std::string text_of(const Condition& condition) {
    const auto word = std::ranges::find(words, condition.goal, &Word::goal);
    return condition.goal == Goal::snapshot ? fmt::format("{}{}", word->text, condition.snapshot_index)
                                            : std::string(word->text);
}

/// Empty where nothing is.
std::string ConditionCheck::missing_of(const ServerView& view) const {
    const Figures& figures = view.figures;
    if (condition_.goal == Goal::snapshot) {
        if (figures.snapshot_index && *figures.snapshot_index >= condition_.snapshot_index)
            return "";
        return figures.snapshot_index ? fmt::format("its newest is {}", *figures.snapshot_index)
               : view.message.empty() ? "it does not tell of its snapshots (lgif)"
                                      : view.message;
    }
    if (!view.serves())
        return why_it_does_not_serve(view);
    if (condition_.goal == Goal::follower && !follows(view))
        return view.role ? fmt::format("its role is {}", name_of(*view.role)) : "its role is not known";
    if (condition_.goal == Goal::in_sync && leader_) {
        const Figure lag = distance(*leader_, position_of(view));
        if (!lag)
            return "it does not tell how far it is";
        if (*lag > 0)
            return fmt::format("{} behind", counted(*lag, "entry", "entries"));
    }
    return "";
}

/// Of those that look for one; empty where it is there.
std::string ConditionCheck::missing_leader(std::span<const ServerView> ensemble) {
    const auto leaders = std::ranges::count_if(ensemble, &ServerView::leads);
    if (leaders > 1)
        return fmt::format("{} of them lead", leaders);
    if (leaders == 0)
        return "none of them leads";
    const ServerView& leader = ensemble[*leader_among(ensemble)];
    if (!leader_)
        leader_ = position_of(leader);
    const Figures& figures = leader.figures;
    if (condition_.goal == Goal::in_sync && figures.followers && figures.synced_followers &&
        *figures.synced_followers < *figures.followers)
        return fmt::format("the leader counts {} of {} as synchronous", *figures.synced_followers,
                           *figures.followers);
    return "";
}

ConditionCheck::Look ConditionCheck::look(std::span<const ServerView> ensemble) {
    if (condition_.goal == Goal::snapshot && std::ranges::any_of(ensemble, has_no_index))
        return {false, true, "ZooKeeper has no index of its snapshots"};
    std::vector<std::string> missing;
    if (condition_.goal == Goal::leader || condition_.goal == Goal::in_sync)
        if (std::string part = missing_leader(ensemble); !part.empty())
            missing.push_back(std::move(part));
    const bool has_a_quorum =
        condition_.goal == Goal::quorum && std::ranges::any_of(ensemble, &ServerView::serves);
    if (condition_.goal == Goal::leader ? !missing.empty() : !has_a_quorum)
        for (const ServerView& view : ensemble)
            if (const std::string part = missing_of(view); !part.empty())
                missing.push_back(fmt::format("{}: {}", net::text_of(view.server), part));
    return {missing.empty(), false, joined(missing)};
}

} // namespace keeperfs::probe
