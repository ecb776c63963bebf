#include "keeperfs/probe/ask.h"

#include "net/at_once.h"
#include "probe/silence.h"

#include "keeperfs/base/text.h"
#include "keeperfs/io/cancel.h"
#include "keeperfs/probe/four_letter_words.h"

namespace keeperfs::probe {

namespace {

using namespace std::chrono_literals;

bool changes_something(std::string_view word) {
    const FourLetterWord* const known = find_word(word);
    return known == nullptr || known->effect != Effect::none;
}

Reply problem(Outcome outcome, std::string message, std::string hint = "") {
    Reply reply;
    reply.outcome = outcome;
    reply.message = std::move(message);
    reply.hint = std::move(hint);
    return reply;
}

Outcome outcome_of(net::Cause cause) {
    switch (cause) {
    case net::Cause::name_not_found:
        return Outcome::name_not_found;
    case net::Cause::connection_refused:
        return Outcome::connection_refused;
    case net::Cause::unreachable:
        return Outcome::unreachable;
    case net::Cause::timeout:
        return Outcome::timeout;
    case net::Cause::tls_mismatch:
        return Outcome::tls_mismatch;
    case net::Cause::certificate:
        return Outcome::certificate;
    case net::Cause::not_understood:
        return Outcome::not_understood;
    case net::Cause::too_long:
        return Outcome::too_long;
    case net::Cause::cut_short:
        break;
    }
    return Outcome::cut_short;
}

Reply of_failure(const Exchange& got, const AskOptions& options) {
    const net::ConnectionError& failure = *got.failure;
    const std::string arrived = got.text.empty() ? "" : fmt::format(" after {}", size_text(got.text.size()));
    if (failure.cause() == net::Cause::timeout)
        return problem(
            Outcome::timeout,
            fmt::format("{}{} ({})", failure.message(), arrived, duration_text(options.timeout)),
            failure.advice().value_or("Is the server overloaded or stopped? --timeout waits longer."));
    return problem(outcome_of(failure.cause()), failure.message() + arrived, failure.advice().value_or(""));
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
        return problem(Outcome::tls_mismatch, "this port speaks TLS",
                       "Say --tls, or name the port for plain connections.");
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
        constexpr std::size_t enough = 60;
        return problem(Outcome::not_understood,
                       fmt::format("this is no answer to {}: \"{}\"{}", word, escaped(text.substr(0, enough)),
                                   text.size() > enough ? "..." : ""),
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
        return of_failure(got, options);
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
    if (!reply.is_ok() && reply.text.size() > most_kept_of_no_answer) {
        reply.text.resize(most_kept_of_no_answer);
        reply.text.shrink_to_fit();
    }
    return reply;
}

bool may_pass(Outcome outcome, std::string_view word) {
    switch (outcome) {
    case Outcome::connection_refused:
    case Outcome::unreachable:
    case Outcome::name_not_found:
        return true;
    case Outcome::timeout:
    case Outcome::cut_short:
    case Outcome::not_serving:
        return !changes_something(word);
    default:
        return false;
    }
}

} // namespace

Reply ask(const net::Endpoint& server, std::string_view word, const AskOptions& options) {
    const auto start = net::Deadline::Clock::now();
    for (unsigned attempt = 1;; ++attempt) {
        Reply reply = ask_once(server, word, options);
        reply.attempts = attempt;
        reply.elapsed =
            std::chrono::duration_cast<std::chrono::milliseconds>(net::Deadline::Clock::now() - start);
        if (attempt > options.retries || !may_pass(reply.outcome, word))
            return reply;
        constexpr auto breath = 200ms;
        io::pause(breath);
    }
}

std::vector<Reply> ask_all(std::span<const net::Endpoint> servers, std::string_view word,
                           const AskOptions& options) {
    std::vector<Reply> replies(servers.size());
    net::at_once(servers.size(), [&](std::size_t i) { replies[i] = ask(servers[i], word, options); });
    return replies;
}

} // namespace keeperfs::probe
