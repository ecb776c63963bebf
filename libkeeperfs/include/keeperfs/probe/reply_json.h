#pragma once
#include "keeperfs/base/json_writer.h"
#include "keeperfs/probe/ask.h"

namespace keeperfs::probe {

/// An object: host, outcome, how long it took, and the answer or what is wrong.
KEEPERFS_EXPORT void add_reply(JsonWriter& json, const net::Endpoint& server, const Reply& reply);
/// An object with the answer's fields and lists. Ids are hexadecimal text, times RFC 3339.
KEEPERFS_EXPORT void add_answer(JsonWriter& json, const Answer& answer);

/// A value as it stands there.
KEEPERFS_EXPORT void add_value(JsonWriter& json, const Value& value);

/// Members of every reply: outcome, elapsed_ms, attempts.
KEEPERFS_EXPORT void add_course(JsonWriter& json, const Reply& reply);
/// Members of one without an answer: message, hint, text, and text_b64 where that is no UTF-8.
KEEPERFS_EXPORT void add_failure(JsonWriter& json, const Reply& reply);

} // namespace keeperfs::probe
