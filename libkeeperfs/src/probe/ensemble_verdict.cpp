#include "keeperfs/probe/ensemble_verdict.h"

#include "keeperfs/base/text.h"
#include "keeperfs/probe/lag.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace keeperfs::probe {

namespace {

std::string host_of(const ServerView& view) { return net::text_of(view.server); }

std::string in_a_row(std::string_view first, std::string_view second) {
    return fmt::format("{}{}{}", first, first.empty() || second.empty() ? "" : " ", second);
}

/// Members with a vote, as the leader counts them. Keeper counts observers, too.
Figure voters_by(const ServerView& leader) {
    if (leader.figures.voters || leader.kind == ServerKind::zookeeper)
        return leader.figures.voters;
    return leader.figures.followers ? Figure(*leader.figures.followers + 1) : std::nullopt;
}
std::uint64_t majority_of(std::uint64_t voters) { return voters / 2 + 1; }

class Judge {
public:
    Judge(std::span<const ServerView> ensemble, const EnsembleLimits& limits)
        : ensemble_(ensemble), limits_(limits) {}

    EnsembleVerdict verdict() {
        result_.leader = leader_among(ensemble_);
        serving_ = count([](const ServerView& view) { return view.serves(); });
        look_at_the_quorum();
        look_at_leaders();
        if (result_.leader)
            look_at_what_the_leader_counts(ensemble_[*result_.leader]);
        for (const ServerView& view : ensemble_)
            look_at(view);
        look_at_ids();
        look_at_versions();
        std::ranges::stable_sort(result_.findings, std::ranges::greater(), &EnsembleFinding::severity);
        result_.health = health_by(result_.findings);
        result_.summary = summary();
        return std::move(result_);
    }

private:
    std::span<const ServerView> ensemble_;
    const EnsembleLimits& limits_;
    EnsembleVerdict result_;
    std::size_t serving_ = 0;

    template <class Predicate> std::size_t count(const Predicate& is_meant) const {
        return static_cast<std::size_t>(std::ranges::count_if(ensemble_, is_meant));
    }
    template <class Predicate> std::string hosts(const Predicate& is_meant) const {
        std::vector<std::string> names;
        for (const ServerView& view : ensemble_)
            if (is_meant(view))
                names.push_back(host_of(view));
        return fmt::format("{}", fmt::join(names, ", "));
    }
    void add(std::string_view code, std::string host, std::string message, std::string hint = "") {
        result_.findings.push_back(
            make_ensemble_finding(code, std::move(host), std::move(message), std::move(hint)));
    }

    void look_at_the_quorum() {
        // One that may not say whether it serves is no proof that none does.
        if (serving_ > 0 || count([](const ServerView& v) { return v.presence == Presence::unknown; }) > 0)
            return;
        const std::size_t there =
            count([](const ServerView& v) { return v.presence == Presence::not_serving; });
        if (there == 0)
            return add("quorum.none", "", "no server answers",
                       "Are they running, and are these their client ports?");
        add("quorum.none", "",
            there == ensemble_.size()
                ? "no server serves: no leader, a start that goes on, or a forced recovery"
                : fmt::format("no server serves; {} of {} answer, without a leader", there, ensemble_.size()),
            "Start the members that are down: a leader needs a majority. Where they are lost for ever, one "
            "that is "
            "left can be made to lead with its own data.");
    }

    void look_at_leaders() {
        const auto leads = [](const ServerView& view) { return view.leads(); };
        const std::size_t leaders = count(leads);
        if (leaders > 1)
            add("leader.several", "", fmt::format("{} lead at the same time", hosts(leads)),
                in_a_row(about_terms(),
                         "Either the old leader has not noticed yet that there is another: look "
                         "again in a few seconds. Or they are ensembles of their own: compare "
                         "their lists of members before any client writes."));
        if (leaders > 0 || serving_ == 0)
            return;
        if (ensemble_.size() == 1)
            return add("leader.not-asked", "", "it follows a leader, which was not asked",
                       "Name all members to see how far it is behind.");
        add("leader.not-found", "", "the servers follow a leader that is none of those asked",
            "Name all members; where these are all, the leader has just gone: look again.");
    }
    std::string about_terms() const {
        if (!ensemble_[*result_.leader].figures.last_log_term)
            return "";
        return fmt::format("{} has the newest term, {}.", host_of(ensemble_[*result_.leader]),
                           *ensemble_[*result_.leader].figures.last_log_term);
    }

    /// Keeper counts every peer, and as synchronous one that is at most stale_log_gap entries behind, be it
    /// down or not (KeeperServer::getFollowerCount(), getSyncedFollowerCount()).
    void look_at_what_the_leader_counts(const ServerView& leader) {
        const Figures& figures = leader.figures;
        if (figures.followers && *figures.followers + 1 > ensemble_.size())
            add("member.not-asked", host_of(leader),
                fmt::format("it leads {}, and {} asked", counted(*figures.followers, "other", "others"),
                            ensemble_.size() == 1 ? "was the only one"
                                                  : counted(ensemble_.size() - 1, "was", "were")),
                "Name all members to see how they are.");
        if (!figures.synced_followers)
            return;
        const Figure voters = voters_by(leader);
        if (voters && *figures.synced_followers + 1 < majority_of(*voters))
            return add("quorum.not-synced", host_of(leader),
                       fmt::format("of {} members {} have what it has, and {} are a majority", *voters,
                                   *figures.synced_followers + 1, majority_of(*voters)),
                       "It cannot commit anything until more members have caught up.");
        if (figures.followers && *figures.synced_followers < *figures.followers)
            add("member.not-synced", host_of(leader),
                fmt::format("of the {} that it leads {} synchronous",
                            counted(*figures.followers, "other", "others"),
                            counted(*figures.synced_followers, "is", "are")),
                "See to the others: they are down or far behind.");
    }

    void look_at(const ServerView& view) {
        switch (view.presence) {
        case Presence::serves:
            return look_at_one_that_serves(view);
        case Presence::not_serving:
            return look_at_one_that_does_not(view);
        case Presence::unknown:
            return add("member.not-told", host_of(view), view.message, view.hint);
        case Presence::absent:
            return add("member.unreachable", host_of(view), view.message, view.hint);
        }
    }
    void look_at_one_that_does_not(const ServerView& view) {
        if (serving_ == 0)
            return; // quorum.none says it of all
        std::string message = view.message;
        if (const Figure lag = lag_of(view))
            message += fmt::format(", and its log is {} behind", counted(*lag, "entry", "entries"));
        add("member.not-serving", host_of(view), message,
            view.role == Role::read_only ? view.hint
                                         : "Others serve, so there is a leader: this one starts, catches up, "
                                           "is cut off from it, or is in "
                                           "forced recovery, which its log says. Recovery ends when its "
                                           "peers answer; where it has none, "
                                           "by a start without --force-recovery.");
    }
    Figure lag_of(const ServerView& view) const {
        return result_.leader && &view != &ensemble_[*result_.leader] && !view.leads()
                   ? lag_behind(ensemble_[*result_.leader], view)
                   : std::nullopt;
    }
    void look_at_one_that_serves(const ServerView& view) {
        if (const Figure lag = lag_of(view); lag && *lag > limits_.most_lag)
            add("member.lags", host_of(view),
                fmt::format("it is {} behind {}", counted(*lag, "entry", "entries"),
                            host_of(ensemble_[*result_.leader])),
                "Its disk or its network is slow, or it has just started. Clients read old values from it.");
        const Figures& figures = view.figures;
        constexpr std::uint64_t nearly = 10; // a tenth left
        if (figures.open_files && figures.most_open_files &&
            *figures.open_files > *figures.most_open_files - *figures.most_open_files / nearly)
            add("member.few-descriptors", host_of(view),
                fmt::format("{} of {} file descriptors are in use", grouped(*figures.open_files),
                            grouped(*figures.most_open_files)),
                "Raise the limit (LimitNOFILE), or find who opens so many connections.");
        if (!view.not_told.empty())
            add("figures.missing", host_of(view),
                fmt::format("it does not answer {}", fmt::join(view.not_told, ", ")),
                "The words need a place in its allow list (four_letter_word_allow_list of Keeper, "
                "4lw.commands.whitelist of ZooKeeper).");
    }

    void look_at_ids() {
        std::map<std::int64_t, std::string> seen;
        for (const ServerView& view : ensemble_)
            if (view.server_id)
                if (const auto [place, is_new] = seen.emplace(*view.server_id, host_of(view)); !is_new)
                    add("member.twice", host_of(view),
                        fmt::format("it has the id {}, as {} has", *view.server_id, place->second),
                        "Either both names lead to one server, or the ensemble has two with one id, of which "
                        "one "
                        "must go.");
    }

    void look_at_versions() {
        std::map<std::string, std::vector<std::string>> hosts;
        bool has_keepers = false, has_zookeepers = false;
        for (const ServerView& view : ensemble_) {
            if (!view.version.empty())
                hosts[view.version].push_back(host_of(view));
            has_keepers = has_keepers || view.kind == ServerKind::keeper;
            has_zookeepers = has_zookeepers || view.kind == ServerKind::zookeeper;
        }
        if (has_keepers && has_zookeepers)
            return add("kind.differs", "", "some are Keepers and some are ZooKeepers",
                       "They cannot be one ensemble: name the members of one.");
        if (hosts.size() < 2)
            return;
        std::vector<std::string> parts;
        for (const auto& [version, names] : hosts)
            parts.push_back(fmt::format("{} on {}", escaped(version), fmt::join(names, ", ")));
        add("version.differs", "", fmt::format("different versions: {}", fmt::join(parts, "; ")),
            "Well during an upgrade, one server after the other; finish it.");
    }

    std::string summary() const {
        std::string text = ensemble_.size() == 1 ? std::string(serving_ == 1 ? "the server serves"
                                                                             : "the server does not serve")
                                                 : fmt::format("{} of {} servers serve{}", serving_,
                                                               ensemble_.size(), serving_ == 1 ? "s" : "");
        if (!result_.leader)
            return text;
        if (const std::size_t leaders = count([](const ServerView& view) { return view.leads(); });
            leaders > 1)
            return text + fmt::format(", {} of them lead", leaders);
        const ServerView& leader = ensemble_[*result_.leader];
        text += fmt::format(", {} {}", host_of(leader),
                            leader.role == Role::standalone ? "is an ensemble of its own" : "leads");
        const Figure voters = voters_by(leader);
        if (voters && *voters == ensemble_.size() && *voters > 2 && serving_ == majority_of(*voters))
            text += "; the next loss ends the quorum";
        return text;
    }
};

} // namespace

const char* name_of(Health health) noexcept {
    switch (health) {
    case Health::healthy:
        return "healthy";
    case Health::degraded:
        return "degraded";
    case Health::no_quorum:
        break;
    }
    return "no_quorum";
}

Health health_by(std::span<const EnsembleFinding> findings) {
    Health worst = Health::healthy;
    for (const EnsembleFinding& finding : findings)
        if (finding.code.starts_with("quorum."))
            worst = Health::no_quorum;
        else if (finding.severity != Severity::note)
            worst = std::max(worst, Health::degraded);
    return worst;
}

std::optional<std::size_t> leader_among(std::span<const ServerView> ensemble) {
    std::optional<std::size_t> leader;
    for (std::size_t i = 0; i < ensemble.size(); ++i)
        if (ensemble[i].leads() && (!leader || ensemble[i].figures.last_log_term.value_or(0) >
                                                   ensemble[*leader].figures.last_log_term.value_or(0)))
            leader = i;
    return leader;
}

EnsembleVerdict judge(std::span<const ServerView> ensemble, const EnsembleLimits& limits) {
    return Judge(ensemble, limits).verdict();
}

} // namespace keeperfs::probe
