#include "keeperfs/probe/server_view.h"

#include "keeperfs/base/text.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace keeperfs::probe {

namespace {

constexpr std::array figures{
    NamedFigure{"last_log_index", &Figures::last_log_index},
    NamedFigure{"last_log_term", &Figures::last_log_term},
    NamedFigure{"committed_index", &Figures::committed_index},
    NamedFigure{"leader_committed_index", &Figures::leader_committed_index},
    NamedFigure{"snapshot_index", &Figures::snapshot_index},
    NamedFigure{"connections", &Figures::connections},
    NamedFigure{"outstanding", &Figures::outstanding},
    NamedFigure{"znodes", &Figures::znodes},
    NamedFigure{"ephemerals", &Figures::ephemerals},
    NamedFigure{"watches", &Figures::watches},
    NamedFigure{"data_size", &Figures::data_size},
    NamedFigure{"open_files", &Figures::open_files},
    NamedFigure{"most_open_files", &Figures::most_open_files},
    NamedFigure{"followers", &Figures::followers},
    NamedFigure{"synced_followers", &Figures::synced_followers},
    NamedFigure{"voters", &Figures::voters},
};

/// Where a figure stands; the first of several that is there counts.
struct Source {
    Figure Figures::*member;
    std::string_view word, field;
};
constexpr std::array sources{
    Source{&Figures::last_log_index, "lgif", "last_log_idx"},
    Source{&Figures::last_log_term, "lgif", "last_log_term"},
    Source{&Figures::committed_index, "lgif", "last_committed_log_idx"},
    Source{&Figures::leader_committed_index, "lgif", "leader_committed_log_idx"},
    Source{&Figures::snapshot_index, "lgif", "last_snapshot_idx"},
    Source{&Figures::connections, "mntr", "zk_num_alive_connections"},
    Source{&Figures::connections, "srvr", "connections"},
    Source{&Figures::outstanding, "mntr", "zk_outstanding_requests"},
    Source{&Figures::outstanding, "srvr", "outstanding"},
    Source{&Figures::znodes, "mntr", "zk_znode_count"},
    Source{&Figures::znodes, "srvr", "node_count"},
    Source{&Figures::ephemerals, "mntr", "zk_ephemerals_count"},
    Source{&Figures::watches, "mntr", "zk_watch_count"},
    Source{&Figures::data_size, "mntr", "zk_approximate_data_size"},
    Source{&Figures::open_files, "mntr", "zk_open_file_descriptor_count"},
    Source{&Figures::most_open_files, "mntr", "zk_max_file_descriptor_count"},
    Source{&Figures::followers, "mntr", "zk_followers"},
    Source{&Figures::followers, "mntr", "zk_learners"}, // ZooKeeper from 3.6 on
    Source{&Figures::synced_followers, "mntr", "zk_synced_followers"},
    Source{&Figures::voters, "mntr", "zk_quorum_size"}, // ZooKeeper from 3.6 on
};

/// A Java server writes 1.7297301E7 for a large number; -1 is "not known".
Figure to_figure(const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value))
        return *number < 0 ? Figure() : static_cast<std::uint64_t>(*number);
    if (const auto* number = std::get_if<std::uint64_t>(&value))
        return *number;
    constexpr double too_large = 9.2e18;
    if (const auto* number = std::get_if<double>(&value); number != nullptr && *number >= 0)
        return *number < too_large ? Figure(static_cast<std::uint64_t>(*number)) : Figure();
    return std::nullopt;
}

std::optional<double> to_milliseconds(const Value& value) {
    if (const auto* number = std::get_if<double>(&value))
        return std::isfinite(*number) && *number >= 0 ? std::optional(*number) : std::nullopt;
    const Figure whole = to_figure(value);
    return whole ? std::optional(static_cast<double>(*whole)) : std::nullopt;
}

bool is_a_commit(std::string_view text) {
    constexpr std::size_t shortest = 7;
    return text.starts_with("${") || // what Debian's ZooKeeper says
           (text.size() >= shortest && text.find_first_not_of("0123456789abcdef") == std::string_view::npos);
}

/// "v25.8.1.5101-lts-<commit>" -> "25.8.1.5101-lts"; "3.8.0-<commit>, built on ..." -> "3.8.0".
std::string version_of(std::string_view text) {
    text = text.substr(0, text.find(','));
    if (text.starts_with('v'))
        text.remove_prefix(1);
    const std::size_t dash = text.rfind('-');
    if (dash != std::string_view::npos && is_a_commit(text.substr(dash + 1)))
        text = text.substr(0, dash);
    return std::string(text);
}

std::optional<Role> role_of(std::string_view text) {
    for (const Role role : {Role::leader, Role::follower, Role::observer, Role::standalone, Role::read_only})
        if (text == name_of(role))
            return role;
    return std::nullopt;
}

class Reader {
public:
    Reader(const net::Endpoint& server, std::span<const Told> told) : told_(told) { view_.server = server; }

    ServerView view() {
        tell_presence();
        tell_what_is_missing();
        tell_kind_and_version();
        tell_role();
        for (const Source& source : sources)
            if (const Value* const value = field(source.word, source.field);
                value != nullptr && !(view_.figures.*source.member))
                view_.figures.*source.member = to_figure(*value);
        tell_latency();
        if (const Value* const zxid = field("srvr", "zxid"))
            if (const auto* id = std::get_if<Id>(zxid))
                view_.zxid = id->value;
        for (const char* name : {"server_id", "serverId"})
            if (const Value* const value = field("conf", name))
                if (const auto* id = std::get_if<std::int64_t>(value))
                    view_.server_id = *id;
        return std::move(view_);
    }

private:
    std::span<const Told> told_;
    ServerView view_;

    const Value* field(std::string_view word, std::string_view name) const {
        const auto told = std::ranges::find(told_, word, &Told::word);
        return told == told_.end() || !told->reply.is_ok() ? nullptr : told->reply.answer.find(name);
    }
    std::optional<std::string> text(std::string_view word, std::string_view name) const {
        const Value* const value = field(word, name);
        const auto* text = value == nullptr ? nullptr : std::get_if<std::string>(value);
        return text == nullptr ? std::nullopt : std::optional(*text);
    }

    /// Of two answers the later counts: a server can lose its leader in between.
    void tell_presence() {
        for (const auto& [word, reply] : told_) {
            const bool is_an_answer = reply.is_ok() || reply.outcome == Outcome::not_serving;
            if ((word != "srvr" && word != "mntr") || (!is_an_answer && view_.presence != Presence::absent))
                continue;
            view_.presence = reply.is_ok()                                  ? Presence::serves
                             : reply.outcome == Outcome::not_serving        ? Presence::not_serving
                             : reply.outcome == Outcome::refused_or_unknown ? Presence::unknown
                                                                            : Presence::absent;
            view_.outcome = reply.outcome;
            view_.message = reply.message;
            view_.hint = reply.hint;
        }
    }
    void tell_what_is_missing() {
        for (const auto& [word, reply] : told_)
            if (!reply.is_ok() && reply.outcome != Outcome::not_serving)
                view_.not_told.emplace_back(word);
    }
    void tell_kind_and_version() {
        if (const auto version = text("srvr", "version"))
            view_.version = version_of(*version);
        if (const auto server = text("srvr", "server"))
            view_.kind = *server == "keeper" ? ServerKind::keeper : ServerKind::zookeeper;
        if (const auto version = text("mntr", "zk_version"); version && !view_.kind) {
            view_.version = version_of(*version);
            view_.kind = version->starts_with('v') ? ServerKind::keeper : ServerKind::zookeeper;
        }
        for (const auto& [word, reply] : told_)
            if (!view_.kind && reply.outcome == Outcome::not_serving && !reply.text.empty())
                view_.kind =
                    reply.text.starts_with("This ZooKeeper") ? ServerKind::zookeeper : ServerKind::keeper;
    }
    void tell_role() {
        for (const auto& said : {text("mntr", "zk_server_state"), text("srvr", "mode")})
            if (said && !view_.role)
                view_.role = role_of(*said);
        if (view_.role == Role::read_only && view_.serves()) {
            view_.presence = Presence::not_serving;
            view_.outcome = Outcome::not_serving;
            view_.message = "it serves read-only clients only";
            view_.hint = "It is cut off from the quorum: see to the network and the other members.";
        }
    }
    void tell_latency() {
        const auto latency = [&](std::string_view which) -> std::optional<double> {
            const Value* value = field("mntr", "zk_" + std::string(which) + "_latency");
            if (value == nullptr)
                value = field("srvr", std::string(which) + "_latency_ms");
            return value == nullptr ? std::nullopt : to_milliseconds(*value);
        };
        view_.min_latency = latency("min");
        view_.avg_latency = latency("avg");
        view_.max_latency = latency("max");
    }
};

} // namespace

const char* name_of(Presence presence) noexcept {
    switch (presence) {
    case Presence::serves:
        return "serves";
    case Presence::not_serving:
        return "not_serving";
    case Presence::unknown:
        return "unknown";
    case Presence::absent:
        break;
    }
    return "absent";
}

const char* name_of(Role role) noexcept {
    switch (role) {
    case Role::leader:
        return "leader";
    case Role::follower:
        return "follower";
    case Role::observer:
        return "observer";
    case Role::standalone:
        return "standalone";
    case Role::read_only:
        break;
    }
    return "read-only";
}

std::span<const NamedFigure> named_figures() noexcept { return figures; }

ServerView view_of(const net::Endpoint& server, std::span<const Told> told) {
    return Reader(server, told).view();
}

} // namespace keeperfs::probe
