#include "keeperfs/recover/online.h"

#include "keeperfs/base/text.h"
#include "keeperfs/io/cancel.h"
#include "keeperfs/probe/four_letter_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace keeperfs::recover {

namespace {

using probe::Outcome;
using probe::Reply;

template <class Type> std::optional<Type> field(const probe::Answer& answer, std::string_view name) {
    const probe::Value* const value = answer.find(name);
    const Type* const typed = value == nullptr ? nullptr : std::get_if<Type>(value);
    return typed == nullptr ? std::nullopt : std::optional(*typed);
}

std::vector<net::Endpoint> addresses_of(const OnlineWish& wish) {
    std::vector<net::Endpoint> addresses{wish.node.client};
    for (const OnlineMember& other : wish.others)
        addresses.push_back(other.client);
    return addresses;
}

std::vector<MemberView> look(const OnlineWish& wish) {
    const std::vector<Reply> replies = ask_all(addresses_of(wish), "mntr", wish.ask);
    std::vector<MemberView> seen;
    for (std::size_t i = 0; i < replies.size(); ++i) {
        MemberView& view = seen.emplace_back();
        view.id = i == 0 ? wish.node.id : wish.others[i - 1].id;
        view.outcome = replies[i].outcome;
        view.message = replies[i].message;
        if (replies[i].is_ok())
            view.state = field<std::string>(replies[i].answer, "zk_server_state").value_or("");
    }
    return seen;
}

/// Where the log of a server ends; only a few releases say it without a leader.
std::optional<std::tuple<std::int64_t, std::int64_t>> end_of_log(const Reply& lgif) {
    const auto term = field<std::int64_t>(lgif.answer, "last_log_term"),
               index = field<std::int64_t>(lgif.answer, "last_log_idx");
    if (!lgif.is_ok() || !term || !index)
        return std::nullopt;
    return std::tuple(*term, *index);
}

class Outlook {
public:
    explicit Outlook(const OnlineWish& wish) : wish_(wish) {}

    OnlineOutlook look_ahead() {
        outlook_.members = look(wish_);
        check_node();
        check_list();
        if (outlook_.refusals.empty()) {
            check_word();
            check_others();
            check_is_best();
        }
        return std::move(outlook_);
    }

private:
    const OnlineWish& wish_;
    OnlineOutlook outlook_;

    void refuse(std::string why) { outlook_.refusals.push_back(std::move(why)); }
    void remark(std::string what) { outlook_.remarks.push_back(std::move(what)); }

    void check_node() {
        const MemberView& node = outlook_.members.front();
        if (node.outcome == Outcome::ok)
            refuse(fmt::format("server {} serves, as {}: there is a quorum, and nothing to recover", node.id,
                               escaped(node.state)));
        else if (!node.is_up())
            refuse(fmt::format("server {}: {}", node.id, node.message));
    }
    /// keeper-behaviour 5.1: recovery ends in a heartbeat to other members.
    void check_list() {
        if (wish_.others.empty())
            refuse(
                "its list has one server, and with that recovery never ends; a server that was started with "
                "--force-recovery is stopped and started without it");
    }
    void check_word() {
        const Reply conf = probe::ask(wish_.node.client, "conf", wish_.ask);
        std::optional<std::string> list = wish_.allow_list;
        for (const char* name : {"four_letter_word_white_list", "four_letter_word_allow_list"})
            if (const auto said = field<std::string>(conf.answer, name))
                list = said;
        if (list ? !probe::allows(*list, "rcvr") : !probe::find_word("rcvr")->in_default_list)
            refuse("rcvr is not in keeper_server.four_letter_word_white_list: add it and restart the server");
        else if (!conf.is_ok())
            remark("The server does not say whether it takes rcvr; if it does not, nothing happens.");
    }
    void check_others() {
        std::size_t up = 1;
        for (std::size_t i = 1; i < outlook_.members.size(); ++i) {
            const MemberView& other = outlook_.members[i];
            up += other.is_up() ? 1U : 0U;
            if (other.outcome == Outcome::ok)
                refuse(fmt::format(
                    "server {} serves already, as {}: blank servers may have elected one of their own, with "
                    "an empty tree; stop it first",
                    other.id, escaped(other.state)));
            else if (!other.is_up())
                remark(fmt::format(
                    "Server {} is not up: start it, blank and with the same list, when rcvr was sent.",
                    other.id));
        }
        if (const std::size_t needed = outlook_.members.size() / 2 + 1; up < needed)
            remark(fmt::format("Recovery ends when {} of the {} servers answer each other; {} now.", needed,
                               outlook_.members.size(),
                               up == 1 ? "there is one" : fmt::format("there are {}", up)));
    }
    void check_is_best() {
        const std::vector<Reply> logs = ask_all(addresses_of(wish_), "lgif", wish_.ask);
        const auto own = end_of_log(logs.front());
        if (!own)
            return remark("Without a leader it does not say how far its log goes. Whether it is the most up "
                          "to date one only "
                          "keeperctl recover inspect can tell, from the directories.");
        for (std::size_t i = 1; i < logs.size(); ++i)
            if (const auto other = end_of_log(logs[i]); other && *other > *own)
                refuse(fmt::format(
                    "server {} is more up to date: its log ends with record {} of term {}, that of server {} "
                    "with record {} of term {}",
                    outlook_.members[i].id, std::get<1>(*other), std::get<0>(*other), wish_.node.id,
                    std::get<1>(*own), std::get<0>(*own)));
    }
};

/// A server that is asked while it changes may miss a question or two.
constexpr int most_silences = 5;

class Following {
public:
    Following(const OnlineWish& wish, const std::function<void(const std::vector<MemberView>&)>& see)
        : wish_(wish), see_(see) {}

    OnlineResult follow() {
        look_again();
        const Reply sent = probe::ask(wish_.node.client, "rcvr", wish_.ask);
        if (!sent.is_ok())
            return end(OnlineEnd::not_taken,
                       sent.hint.empty() ? sent.message : sent.message + ". " + sent.hint);
        for (;;) {
            look_again();
            if (const auto result = result_now())
                return *result;
            io::pause(wish_.interval);
        }
    }

private:
    using Clock = std::chrono::steady_clock;
    const OnlineWish& wish_;
    const std::function<void(const std::vector<MemberView>&)>& see_;
    Clock::time_point started_ = Clock::now();
    std::vector<MemberView> seen_;
    int silences_ = 0;

    std::chrono::milliseconds elapsed() const {
        return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - started_);
    }
    OnlineResult end(OnlineEnd how, std::string message) const {
        return {how, seen_, std::move(message), elapsed()};
    }

    void look_again() {
        std::vector<MemberView> seen = look(wish_);
        const bool differs = seen != seen_;
        seen_ = std::move(seen);
        if (differs && see_)
            see_(seen_);
    }
    std::optional<OnlineResult> result_now() {
        const MemberView& node = seen_.front();
        silences_ = node.is_up() ? 0 : silences_ + 1;
        if (node.state == "leader")
            return end(OnlineEnd::leads, "");
        if (node.outcome == Outcome::ok)
            return end(OnlineEnd::follows,
                       fmt::format(
                           "server {} serves as {} and does not lead: look at once whether the tree is whole",
                           node.id, escaped(node.state)));
        if (silences_ >= most_silences)
            return end(OnlineEnd::gone,
                       fmt::format("server {} does not answer any more: {}", node.id, node.message));
        if (elapsed() >= wish_.deadline)
            return end(OnlineEnd::timeout,
                       fmt::format("recovery did not end in {}", duration_text(wish_.deadline)));
        return std::nullopt;
    }
};

} // namespace

const char* name_of(OnlineEnd end) noexcept {
    switch (end) {
    case OnlineEnd::leads:
        return "leads";
    case OnlineEnd::not_taken:
        return "not_taken";
    case OnlineEnd::follows:
        return "follows";
    case OnlineEnd::gone:
        return "gone";
    case OnlineEnd::timeout:
        break;
    }
    return "timeout";
}

OnlineOutlook look_ahead(const OnlineWish& wish) { return Outlook(wish).look_ahead(); }

OnlineResult recover_online(const OnlineWish& wish,
                            const std::function<void(const std::vector<MemberView>&)>& see) {
    return Following(wish, see).follow();
}

} // namespace keeperfs::recover
