#include "keeperfs/probe/survey.h"

#include "net/at_once.h"

#include <algorithm>

namespace keeperfs::probe {

namespace {

/// It is no use to ask such a server more.
bool is_the_end(Outcome outcome) {
    return outcome != Outcome::ok && outcome != Outcome::not_serving &&
           outcome != Outcome::refused_or_unknown && outcome != Outcome::failed;
}

/// Of a server whose kind is not known, too: lgif tells of one that does not serve.
bool may_have_lgif(const ServerView& view) {
    const auto release = keeper::parse_release(view.version);
    return view.kind != ServerKind::zookeeper && (!release || *release >= *find_word("lgif")->keeper_since);
}

class Conversation {
public:
    Conversation(const net::Endpoint& server, const AskOptions& options)
        : server_(server), options_(options), deadline_(options.timeout * (1 + options.retries)) {}

    ServerView view() {
        // ZooKeeper answers srvr unless told otherwise, and no other word.
        ask_for("srvr");
        ask_for("mntr");
        const ServerView so_far = view_of(server_, told_);
        if (may_have_lgif(so_far))
            ask_for("lgif");
        if (so_far.serves())
            ask_for("conf");
        return view_of(server_, told_);
    }

private:
    const net::Endpoint& server_;
    const AskOptions& options_;
    net::Deadline deadline_;
    std::vector<Told> told_;
    bool is_over_ = false;

    void ask_for(std::string_view word) {
        if (is_over_ || deadline_.has_passed())
            return;
        AskOptions rest = options_;
        rest.timeout = std::min(options_.timeout, deadline_.left());
        told_.push_back({word, ask(server_, word, rest)});
        is_over_ = is_the_end(told_.back().reply.outcome);
    }
};

} // namespace

ServerView survey(const net::Endpoint& server, const AskOptions& options) {
    return Conversation(server, options).view();
}

std::vector<ServerView> survey_all(std::span<const net::Endpoint> servers, const AskOptions& options) {
    std::vector<ServerView> ensemble(servers.size());
    net::at_once(servers.size(), [&](std::size_t i) { ensemble[i] = survey(servers[i], options); });
    return ensemble;
}

} // namespace keeperfs::probe
