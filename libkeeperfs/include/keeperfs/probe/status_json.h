#pragma once
#include "keeperfs/base/json_writer.h"
#include "keeperfs/probe/ensemble_verdict.h"

namespace keeperfs::probe {

/// An object: what the server is and does. `lag`: behind the leader, where there is one.
KEEPERFS_EXPORT void add_view(JsonWriter& json, const ServerView& view, Figure lag);
/// An object: severity, code, host, message, hint.
KEEPERFS_EXPORT void add_finding(JsonWriter& json, const EnsembleFinding& finding);

} // namespace keeperfs::probe
