#include "probe/silence.h"

#include "probe/failure.h"

#include "keeperfs/base/text.h"
#include "keeperfs/probe/four_letter_words.h"

namespace keeperfs::probe {

namespace {

/// What a server says of itself.
struct Evidence {
    std::optional<ServerKind> kind;
    std::optional<keeper::Release> release; ///< of Keeper
    std::optional<std::string> allow_list;  ///< of Keeper
    bool answers_anything = false;
};

constexpr std::string_view zookeepers_refusal = "is not executed because it is not in the whitelist";

class Inquiry {
public:
    Inquiry(const net::Endpoint& server, const AskOptions& options, const net::Deadline& deadline)
        : server_(server), options_(options), deadline_(deadline) {}

    Evidence evidence() {
        if (const auto conf = answer("conf"))
            learn_from_settings(*conf);
        for (const char* word : {"srvr", "envi"})
            if (!found_.release && found_.kind != ServerKind::zookeeper)
                if (const auto about = answer(word))
                    learn_version(*about);
        if (!found_.answers_anything)
            answer("ruok");
        return found_;
    }

private:
    const net::Endpoint& server_;
    const AskOptions& options_;
    const net::Deadline& deadline_;
    Evidence found_;

    std::optional<Answer> answer(std::string_view word) {
        const std::string text = exchange(server_, word, options_, deadline_).text;
        found_.answers_anything = found_.answers_anything || !text.empty();
        if (text.find(zookeepers_refusal) != std::string::npos || text.starts_with("This ZooKeeper"))
            found_.kind = ServerKind::zookeeper;
        Answer read;
        return read_answer(word, text, read) == Reading::whole ? std::optional(read) : std::nullopt;
    }
    void learn_from_settings(const Answer& conf) {
        found_.kind = conf.find("server_id") != nullptr ? ServerKind::keeper : ServerKind::zookeeper;
        // The second is the name up to 22.3.
        for (const char* name : {"four_letter_word_allow_list", "four_letter_word_white_list"})
            if (const Value* const list = conf.find(name); list != nullptr)
                if (const auto* text = std::get_if<std::string>(list))
                    found_.allow_list = *text;
    }
    void learn_version(const Answer& about) {
        if (const Value* server = about.find("server"))
            found_.kind =
                *server == Value(std::string("keeper")) ? ServerKind::keeper : ServerKind::zookeeper;
        for (const char* name : {"version", "clickhouse.keeper.version"})
            if (const Value* const version = about.find(name); version != nullptr)
                if (const auto* text = std::get_if<std::string>(version);
                    text != nullptr && found_.kind != ServerKind::zookeeper)
                    found_.release = keeper::parse_release(*text);
    }
};

constexpr const char* how_to_allow =
    "Add it to keeper_server.four_letter_word_allow_list (up to 22.3: four_letter_word_white_list) and "
    "restart the server.";

std::string since_text(const FourLetterWord* known) {
    return known != nullptr && known->keeper_since
               ? fmt::format("{} came with {}", known->name, keeper::text_of(*known->keeper_since))
               : "no known release of Keeper has it";
}

Reply refused(std::string message, std::string hint) {
    return problem(Outcome::refused_or_unknown, std::move(message), std::move(hint));
}

/// An answer, and nothing in it.
Reply nothing_to_list(std::string_view word) {
    Reply reply;
    read_answer(word, "\n", reply.answer);
    return reply;
}

Reply of_zookeeper(std::string_view word, const FourLetterWord* known) {
    if (known == nullptr || !known->zookeeper)
        return refused(fmt::format("ZooKeeper does not know {}", word),
                       known == nullptr ? "" : "It is a word of Keeper.");
    if (known->may_be_empty)
        return nothing_to_list(word);
    return refused(fmt::format("ZooKeeper closes without an answer to {}", word),
                   "It does not know the word yet, or failed: its log says which.");
}

Reply allowed_and_silent(std::string_view word, const FourLetterWord* known, const Evidence& evidence) {
    if (known == nullptr || !known->keeper_since)
        return refused(fmt::format("the server does not know {}", word),
                       "No known release of Keeper has it.");
    if (known->may_be_empty)
        return nothing_to_list(word);
    if (evidence.release && *evidence.release < *known->keeper_since)
        return refused(fmt::format("the server does not know {}: it is of release {}, and {}", word,
                                   keeper::text_of(*evidence.release), since_text(known)),
                       "Ask another word, or upgrade.");
    return refused(
        fmt::format("{} is allowed, and yet there is no answer", word),
        fmt::format("The server does not know it ({}), or failed: its log says which.", since_text(known)));
}

Reply verdict(std::string_view word, const Evidence& evidence) {
    const FourLetterWord* const known = find_word(word);
    if (evidence.kind == ServerKind::zookeeper)
        return of_zookeeper(word, known);
    if (evidence.allow_list && !allows(*evidence.allow_list, word))
        return refused(fmt::format("{} is not in the server's four_letter_word_allow_list ({})", word,
                                   escaped(*evidence.allow_list)),
                       how_to_allow);
    if (evidence.allow_list)
        return allowed_and_silent(word, known, evidence);
    if (!evidence.answers_anything)
        return refused("the server closes without an answer, to conf, srvr and ruok as well",
                       "Its allow list may be short, it may be about to end, or it is no Keeper.");
    if (evidence.release && known != nullptr && known->keeper_since &&
        *evidence.release < *known->keeper_since)
        return allowed_and_silent(word, known, evidence);
    return refused(
        fmt::format("the server closes without an answer to {}, while it answers others: it does not know "
                    "the word ({}), or may not answer it",
                    word, since_text(known)),
        known != nullptr && known->keeper_since && !known->in_default_list
            ? fmt::format("The default list has it not. {}", how_to_allow)
            : how_to_allow);
}

} // namespace

Reply explain_silence(const net::Endpoint& server, std::string_view word, const AskOptions& options,
                      const net::Deadline& deadline) {
    const Evidence evidence = Inquiry(server, options, deadline).evidence();
    if (!evidence.answers_anything && options.tls == nullptr && net::speaks_tls(server, deadline))
        return speaks_tls_instead();
    return verdict(word, evidence);
}

} // namespace keeperfs::probe
