#pragma once
// What became of asking a server, where it is no answer; the same for every way of asking.
#include "keeperfs/net/connection_error.h"
#include "keeperfs/probe/ask.h"

#include <functional>

namespace keeperfs::probe {

Reply problem(Outcome outcome, std::string message, std::string hint = "");
/// `arrived`: bytes of the answer that came before.
Reply problem(const net::ConnectionError& failure, std::size_t arrived, const AskOptions& options);
Reply speaks_tls_instead();

/// The first words of what came, in quotes, for a message.
std::string beginning_of(std::string_view text);

/// Keeps no more of the text than the beginning, where it is no answer.
void drop_text_of_failure(Reply& reply);

/// Whether another attempt may end better, be it a question or a change. What may have arrived is left out.
bool may_pass_unsent(Outcome outcome) noexcept;
/// The same for a question, which may be asked twice.
bool may_pass(Outcome outcome) noexcept;

/// Tries until there is an answer, another attempt is of no use or there were `retries` of them; says in the
/// reply how many and how long.
Reply attempted(unsigned retries, const std::function<Reply()>& once,
                const std::function<bool(Outcome)>& again);

} // namespace keeperfs::probe
