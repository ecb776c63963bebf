#pragma once
#include "keeperfs/export.h"
#include "keeperfs/inspect/log_entry.h"

#include <optional>
#include <string>

namespace keeperfs::inspect {

/// One line without its end, for a record or for one operation of a request; keeper-changelog(5) and
/// keeperctl-log(1) list the members. Credentials are left out.
KEEPERFS_EXPORT void append_json(std::string& out, const LogEntry& entry,
                                 const keeper::RequestOperation& operation,
                                 std::optional<std::size_t> place_in_multi);
/// For a configuration, and for what could not be understood.
KEEPERFS_EXPORT void append_json(std::string& out, const LogEntry& entry);

/// The user's name in the credentials of an Auth request, which stands before the first colon; the rest is
/// secret.
KEEPERFS_EXPORT std::string user_of(const keeper::RequestOperation& auth);

} // namespace keeperfs::inspect
