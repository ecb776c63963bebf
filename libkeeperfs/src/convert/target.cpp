#include "convert/target.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/atomic_output.h"
#include "keeperfs/keeper/file_names.h"

#include <fmt/format.h>

#include <filesystem>

namespace keeperfs::convert {

namespace {

/// The first changelog of a directory; empty when it has none or is no directory.
std::string changelog_in(io::FileSystem& files, const std::string& directory) {
    if (!files.is_directory(directory))
        return {};
    for (const io::DirectoryEntry& entry : files.list(directory))
        if (keeper::parse_changelog_name(entry.name))
            return io::join(directory, entry.name);
    return {};
}

void refuse_changelogs(io::FileSystem& files, const ZooKeeperToKeeperOptions& options) {
    refuse_among_changelogs(files, options.output_dir);
    if (options.force)
        return;
    // Where server packages and documented configurations put the logs, beside the snapshots.
    const auto own_path =
        std::filesystem::absolute(options.output_dir + "/.").lexically_normal().parent_path();
    const std::string around = own_path.parent_path().string();
    for (const char* const name : {"log", "logs"})
        if (const std::string log = changelog_in(files, io::join(around, name)); !log.empty())
            throw Error(ErrorKind::refused,
                        "a changelog lies beside the output directory; a Keeper would replay it on top of "
                        "the converted snapshot, or start from it instead")
                .file(log)
                .hint("Stop Keeper, move its changelogs away (all nodes must start with empty log "
                      "directories), and run again; "
                      "or, when that log belongs to no Keeper of this snapshot, use --force.");
}

} // namespace

void refuse_among_changelogs(io::FileSystem& files, const std::string& directory) {
    if (const std::string log = changelog_in(files, directory); !log.empty())
        throw Error(ErrorKind::refused, "the output directory holds a Keeper's changelogs")
            .file(log)
            .hint("A snapshot does not belong there, and some releases refuse to start on a file they do not "
                  "know. Give the "
                  "snapshot directory (snapshot_storage_path).");
}

std::vector<Finding> check_target(io::FileSystem& files, const ZooKeeperToKeeperOptions& options) {
    if (!files.is_directory(options.output_dir))
        throw Error(ErrorKind::bad_output,
                    files.exists(options.output_dir) ? "is not a directory" : "does not exist")
            .file(options.output_dir)
            .hint("Create it as the user that runs Keeper (mkdir -p), then run again.");
    for (const std::string& source : {options.source.snapshots_dir, options.source.logs_dir})
        if (same_directory(source, options.output_dir))
            throw Error(ErrorKind::refused,
                        "the output directory is ZooKeeper's own; nothing is ever written beside its files")
                .file(options.output_dir)
                .hint("Give another directory as --output-dir.");
    refuse_changelogs(files, options);

    std::vector<Finding> findings;
    for (const std::string& name : io::abandoned_outputs(files, options.output_dir))
        findings.push_back({Severity::note,
                            "output.abandoned-file",
                            io::join(options.output_dir, name),
                            {},
                            "a temporary file of a run that did not end; no Keeper loads it",
                            "Remove it."});
    return findings;
}

void check_existing_snapshots(io::FileSystem& files, const ZooKeeperToKeeperOptions& options,
                              std::uint64_t index) {
    if (options.force)
        return;
    for (const io::DirectoryEntry& entry : files.list(options.output_dir)) {
        const auto existing = keeper::snapshot_index(entry.name);
        if (existing && *existing >= index)
            throw Error(ErrorKind::refused, fmt::format("a snapshot of index {} is there already; a Keeper "
                                                        "would start from the one with the highest "
                                                        "index, and the converted one has {}",
                                                        *existing, index))
                .file(io::join(options.output_dir, entry.name))
                .hint("Move it away, give an empty directory, or use --force.");
    }
}

bool same_directory(const std::string& a, const std::string& b) {
    std::error_code ignored;
    return std::filesystem::equivalent(a, b, ignored);
}

std::string snapshot_file_name(std::uint64_t index, keeper::SnapshotCodec codec) {
    return fmt::format("snapshot_{}.bin{}", index, codec == keeper::SnapshotCodec::zstd ? ".zstd" : "");
}

std::string output_path(const ZooKeeperToKeeperOptions& options, std::uint64_t index) {
    return io::join(options.output_dir, snapshot_file_name(index, options.codec));
}

} // namespace keeperfs::convert
