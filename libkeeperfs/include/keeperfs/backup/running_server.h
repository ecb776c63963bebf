#pragma once
// A server that runs on the files of which a backup is made.
#include "keeperfs/backup/manifest.h"
#include "keeperfs/backup/source_places.h"
#include "keeperfs/export.h"
#include "keeperfs/net/endpoint.h"
#include "keeperfs/probe/ask.h"
#include "keeperfs/probe/patience.h"

#include <cstdint>
#include <optional>
#include <string>

namespace keeperfs::backup {

struct RunningWish {
    net::Endpoint server;
    probe::AskOptions ask;
    probe::Patience patience; ///< for the snapshot
    SourcePlaces places;
    std::optional<std::int64_t> id; ///< that its configuration has
};

/// Makes sure that the server is the one that owns the files, by its id and by the paths in its answer to
/// conf, and has it make a snapshot; the index of that is what last_index says. Error(refused) when it is
/// another server, Error(unreachable) when it does not answer or makes none.
KEEPERFS_EXPORT BackupServer snapshot_of_running(const RunningWish& wish);

/// Whether it leads: then a backup is better made of a follower. nullopt: it does not say.
KEEPERFS_EXPORT std::optional<bool> leads(const BackupServer& server);

} // namespace keeperfs::backup
