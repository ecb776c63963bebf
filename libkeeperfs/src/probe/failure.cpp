#include "probe/failure.h"

#include "keeperfs/base/text.h"
#include "keeperfs/io/cancel.h"

namespace keeperfs::probe {

namespace {

using namespace std::chrono_literals;

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

} // namespace

Reply problem(Outcome outcome, std::string message, std::string hint) {
    Reply reply;
    reply.outcome = outcome;
    reply.message = std::move(message);
    reply.hint = std::move(hint);
    return reply;
}

Reply problem(const net::ConnectionError& failure, std::size_t arrived, const AskOptions& options) {
    const std::string after = arrived == 0 ? "" : fmt::format(" after {}", size_text(arrived));
    if (failure.cause() == net::Cause::timeout)
        return problem(
            Outcome::timeout,
            fmt::format("{}{} ({})", failure.message(), after, duration_text(options.timeout)),
            failure.advice().value_or("Is the server overloaded or stopped? --timeout waits longer."));
    if (failure.cause() == net::Cause::too_long)
        return problem(Outcome::too_long, failure.message(),
                       failure.advice().value_or("--max-answer allows more."));
    return problem(outcome_of(failure.cause()), failure.message() + after, failure.advice().value_or(""));
}

Reply speaks_tls_instead() {
    return problem(Outcome::tls_mismatch, "this port speaks TLS",
                   "Say --tls, or name the port for plain connections.");
}

std::string beginning_of(std::string_view text) {
    constexpr std::size_t enough = 60;
    return fmt::format("\"{}\"{}", escaped(text.substr(0, enough)), text.size() > enough ? "..." : "");
}

void drop_text_of_failure(Reply& reply) {
    if (reply.is_ok() || reply.text.size() <= most_kept_of_no_answer)
        return;
    reply.text.resize(most_kept_of_no_answer);
    reply.text.shrink_to_fit();
}

bool may_pass_unsent(Outcome outcome) noexcept {
    return outcome == Outcome::connection_refused || outcome == Outcome::unreachable ||
           outcome == Outcome::name_not_found;
}

bool may_pass(Outcome outcome) noexcept {
    return may_pass_unsent(outcome) || outcome == Outcome::timeout || outcome == Outcome::cut_short ||
           outcome == Outcome::not_serving;
}

Reply attempted(unsigned retries, const std::function<Reply()>& once,
                const std::function<bool(Outcome)>& again) {
    const auto start = net::Deadline::Clock::now();
    for (unsigned attempt = 1;; ++attempt) {
        Reply reply = once();
        reply.attempts = attempt;
        reply.elapsed =
            std::chrono::duration_cast<std::chrono::milliseconds>(net::Deadline::Clock::now() - start);
        if (attempt > retries || !again(reply.outcome))
            return reply;
        constexpr auto breath = 200ms;
        io::pause(breath);
    }
}

} // namespace keeperfs::probe
