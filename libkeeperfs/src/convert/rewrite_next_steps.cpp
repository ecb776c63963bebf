#include "convert/rewrite_next_steps.h"

#include "convert/target.h"

#include "keeperfs/keeper/releases.h"

#include <fmt/format.h>

#include <algorithm>

namespace keeperfs::convert {

namespace {

std::string put_in_place(const SnapshotRewriteReport& report, std::string_view where) {
    return fmt::format(
        "Move the snapshot of index {0} and newer ones out of the snapshot directory of {1}, and "
        "put this file there as {2}, owned by the user that runs Keeper. Compare its SHA-256.",
        report.log_index, where, snapshot_file_name(report.log_index, report.output.codec));
}

} // namespace

std::vector<std::string> next_steps(const SnapshotRewriteReport& report,
                                    const SnapshotRewriteOptions& options) {
    if (options.dry_run)
        return {"Nothing was written. Run the same command without --dry-run."};
    if (!report.tree_changed)
        return {
            "No node differs from the old snapshot, so the changelogs that stand behind it still fit, and "
            "servers need not get it at the same time.",
            "Stop the server.", put_in_place(report, "this server"),
            fmt::format("Start the server: Keeper {} reads it.", report.readable_by)};
    return {
        "The tree or its zxid differs from the old snapshot, so every server must start from this file: stop "
        "ALL servers.",
        fmt::format(
            "Move the changelogs of every server away. Those behind index {} no longer fit: their records "
            "carry digests of the old tree, on which a server with digest_enabled ends itself, and their "
            "requests may meet other nodes. What clients wrote after that index is lost then; when that must "
            "not be, take a newer snapshot first (csnp) and rewrite that one.",
            report.log_index),
        put_in_place(report, "EVERY server"),
        fmt::format("Start all servers: Keeper {} reads it.", report.readable_by)};
}

} // namespace keeperfs::convert
