#pragma once
#include "keeperfs/base/json_writer.h"
#include "keeperfs/probe/ask.h"

namespace keeperfs::probe {

/// An object: host, outcome, how long it took, and the answer or what is wrong.
KEEPERFS_EXPORT void add_reply(JsonWriter& json, const net::Endpoint& server, const Reply& reply);
/// An object with the answer's fields and lists. Ids are hexadecimal text, times RFC 3339.
KEEPERFS_EXPORT void add_answer(JsonWriter& json, const Answer& answer);

} // namespace keeperfs::probe
