#include "keeperfs/probe/ask.h"

#include "net/at_once.h"
#include "probe/failure.h"
#include "probe/silence.h"

#include "keeperfs/base/text.h"
#include "keeperfs/probe/four_letter_words.h"

namespace keeperfs::probe {

namespace {

bool changes_something(std::string_view word) {
    const FourLetterWord* const known = find_word(word);
    return known == nullptr || known->effect != Effect::none;
}

/// A record of TLS: an alert or a handshake, version 3 (RFC 8446, 5.1).
bool is_tls(std::string_view text) {
    return text.size() >= 2 && (text[0] == '\x15' || text[0] == '\x16') && text[1] == '\x03';
}

/// Sentences that servers give instead of an answer, in place of any word's own.
std::optional<Reply> instead_of_an_answer(std::string_view word, std::string_view text) {
    // KeeperTCPHandler and ZooKeeper's AbstractFourLetterCommand.
    if (text.starts_with("This instance is not currently serving requests") ||
        text.starts_with("This ZooKeeper instance is not currently serving requests") ||
        (word == "isro" && text == "null"))
        return problem(Outcome::not_serving, "this instance is not currently serving requests",
                       "It has no leader, is still starting, or is in forced recovery: see to the quorum.");
    if (text.find("is not executed because it is not in the whitelist") != std::string_view::npos)
        return problem(Outcome::refused_or_unknown, fmt::format("ZooKeeper may not answer {}", word),
                       "Add it to 4lw.commands.whitelist in its configuration and restart it.");
    if (is_tls(text))
        return speaks_tls_instead();
    return std::nullopt;
}

Reply of_text(std::string_view word, std::string_view text) {
    if (auto instead = instead_of_an_answer(word, text))
        return *instead;
    Reply reply;
    switch (read_answer(word, text, reply.answer)) {
    case Reading::whole:
        break;
    case Reading::failure:
        return problem(Outcome::failed, fmt::format("the server says: {}",
                                                    escaped(text.substr(0, text.find_last_not_of('.') + 1))));
    case Reading::cut_short:
        return problem(Outcome::cut_short,
                       fmt::format("the answer to {} ends too early, after {}", word, size_text(text.size())),
                       "Ask again; where it stays so, something between cuts the connection.");
    case Reading::not_understood:
        return problem(Outcome::not_understood,
                       fmt::format("this is no answer to {}: {}", word, beginning_of(text)),
                       "Is this the client port of a Keeper or a ZooKeeper?");
    }
    return reply;
}

Reply of_exchange(const net::Endpoint& server, std::string_view word, const Exchange& got,
                  const AskOptions& options, const net::Deadline& deadline) {
    if (got.is_too_long)
        return problem(Outcome::too_long,
                       fmt::format("the answer is longer than {}", size_text(options.largest_answer)),
                       "--max-answer allows more.");
    if (got.is_silent())
        return explain_silence(server, word, options, deadline);
    // What came before a reset may be whole: a server that closes with unread bytes resets.
    if (got.failure && (got.text.empty() || got.failure->cause() != net::Cause::cut_short))
        return problem(*got.failure, got.text.size(), options);
    return of_text(word, got.text);
}

Reply ask_once(const net::Endpoint& server, std::string_view word, const AskOptions& options) {
    const net::Deadline deadline(options.timeout);
    Exchange got = exchange(server, word, options, deadline);
    // During a change of the leader an answer can be empty for a moment.
    if (got.is_silent() && !changes_something(word))
        got = exchange(server, word, options, deadline);
    Reply reply = of_exchange(server, word, got, options, deadline);
    reply.text = std::move(got.text);
    drop_text_of_failure(reply);
    return reply;
}

} // namespace

Reply ask(const net::Endpoint& server, std::string_view word, const AskOptions& options) {
    return attempted(
        options.retries, [&] { return ask_once(server, word, options); },
        changes_something(word) ? &may_pass_unsent : &may_pass);
}

std::vector<Reply> ask_all(std::span<const net::Endpoint> servers, std::string_view word,
                           const AskOptions& options) {
    std::vector<Reply> replies(servers.size());
    net::at_once(servers.size(), [&](std::size_t i) { replies[i] = ask(servers[i], word, options); });
    return replies;
}

} // namespace keeperfs::probe
