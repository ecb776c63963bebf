// Which releases run, and the way from there to the new one.
#include "probe/preflight_answers.h"
#include "probe/preflight_judge.h"

namespace keeperfs::probe {

namespace {

using keeper::Release;

/// What is not advised in one step: from before one release to another or later.
struct Step {
    Release before, to;
    const char* why;
};
constexpr Step steps[] = {
    // ClickHouse pull request 88515, of 25.10: "If you are updating from a version older than 23.9, you need
    // to either update first to 23.9+ and than to 25.10+", or set async_replication to 0.
    {{23, 9}, {25, 10}, "async_replication is on by default there, which a server before 23.9 does not know"},
    // Advised without a reason that is established.
    {{24, 9}, {25, 7}, "servers before 24.9 and from 25.7 on are not advised in one ensemble"},
};

void judge_same(Preflight& preflight) {
    const AskedServer* first = nullptr;
    std::size_t seen = 0;
    for (const AskedServer& server : preflight.evidence().servers) {
        const auto version = version_of(server);
        if (!version)
            continue;
        ++seen;
        if (first == nullptr)
            first = &server;
        else if (*version != *version_of(*first))
            preflight.warn("servers.version", where(server),
                           fmt::format("{}, and {} on {}", escaped(*version), escaped(*version_of(*first)),
                                       where(*first)),
                           "Finish the upgrade that is under way before another is begun.");
    }
    if (are_enough(preflight.evidence(), seen))
        preflight.saw("servers.version", fmt::format("{} on {}", escaped(*version_of(*first)),
                                                     counted(seen, "server", "servers")));
}

void judge_way(Preflight& preflight, Release from, Release to) {
    constexpr std::string_view check = "servers.upgrade";
    for (const Step& step : steps)
        if (from < step.before && to >= step.to)
            preflight.warn(
                check, "",
                fmt::format("from {} to {} in one step: {}", keeper::text_of(from), keeper::text_of(to),
                            step.why),
                fmt::format("Upgrade all servers to a release from {} on and before {} first, then "
                            "to {}.",
                            keeper::text_of(step.before), keeper::text_of(step.to), keeper::text_of(to)));
    if (to < from)
        preflight.warn(check, "",
                       fmt::format("{} is before {}, which runs", keeper::text_of(to), keeper::text_of(from)),
                       "keeperctl fsck --server-version tells whether it starts with the files.");
    else if (const int version = keeper::default_snapshot_version(to);
             version > keeper::newest_readable_snapshot_version(from))
        preflight.warn(check, "",
                       fmt::format("{} writes snapshots of version {}, which {} cannot read: it ends the way "
                                   "back, and an old follower that falls behind the new leader",
                                   keeper::text_of(to), version, keeper::text_of(from)),
                       to >= Release{26, 8}
                           ? "Set write_snapshot_version to 6 until all servers are upgraded; keep a copy of "
                             "the files."
                           : "Keep a copy of the files, and upgrade the leader last.");
    preflight.saw(check, fmt::format("from {} to {}", keeper::text_of(from), keeper::text_of(to)));
}

} // namespace

void judge_versions(Preflight& preflight) {
    judge_same(preflight);
    const auto oldest = oldest_release(preflight.evidence());
    const auto target = preflight.plan().target;
    if (preflight.plan().not_started)
        return preflight.saw("servers.upgrade", "no server runs yet");
    if (oldest && target)
        judge_way(preflight, *oldest, *target);
}

} // namespace keeperfs::probe
