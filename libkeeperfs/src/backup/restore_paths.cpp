#include "backup/restore_source.h"

#include "keeperfs/base/text.h"
#include "keeperfs/convert/replayed_snapshot.h"
#include "keeperfs/convert/snapshot_rewrite.h"
#include "keeperfs/inspect/path_glob.h"
#include "keeperfs/io/file_source.h"
#include "keeperfs/io/new_directory.h"
#include "keeperfs/keeper/replay_directory.h"

#include <set>

namespace keeperfs::backup {

namespace {

/// Whether a node above it is among them.
bool is_below_one(const std::set<std::string>& paths, std::string_view path) {
    for (std::size_t end = path.rfind('/'); end != std::string_view::npos && end != 0;
         end = path.rfind('/', end - 1))
        if (paths.contains(std::string(path.substr(0, end))))
            return true;
    return path != "/" && paths.contains("/");
}

/// Those that match, without what lies below another of them.
std::vector<std::string> matching_paths(io::FileSystem& files, const std::string& snapshot,
                                        const std::string& glob) {
    const inspect::PathGlob wanted(glob);
    std::set<std::string> paths;
    io::FileSource source(files, snapshot);
    keeper::SnapshotReader reader(source);
    for (keeper::SnapshotNode node; reader.next(node);)
        if (wanted.matches(node.path) && !is_below_one(paths, as_text(node.path)))
            paths.emplace(as_text(node.path));
    // Nodes may come in any order.
    std::vector<std::string> tops;
    for (const std::string& path : paths)
        if (!is_below_one(paths, path))
            tops.push_back(path);
    return tops;
}

} // namespace

RestoredPaths restore_paths(io::FileSystem& files, Store& store, const RestoreWish& wish,
                            const std::string& glob, const std::string& output_dir, io::Meter* meter) {
    RestoreSource source(files, store, wish, meter);
    const auto snapshots = storage::local_disk(source.places().snapshot_dir, source.files());
    const auto logs = storage::local_disk(source.places().log_dir, source.files());
    keeper::ReplayPlan plan;
    plan.memory = keeper::ReplayMemory::touched_nodes;
    plan.at_index = source.last_index();
    const keeper::ReplayedDirectory replayed = keeper::replay_directory(*snapshots, *logs, plan, meter);
    if (const auto& found = replayed.replay.first_disagreement())
        throw Error(ErrorKind::bad_input,
                    fmt::format("the digest of record {} is not that of the tree", found->index))
            .hint("Nothing was restored. An earlier point may be sound.");
    // The whole tree first, in a directory that goes again.
    io::NewDirectory made(files, output_dir);
    const io::NewDirectory whole(files, made.target() + ".whole-tree");
    convert::ReplayedSnapshotOptions to;
    to.output_dir = whole.path();
    const convert::ReplayedSnapshot written =
        convert::write_replayed_snapshot(source.files(), replayed, *snapshots, to);
    RestoredPaths restored;
    restored.backups = source.ids();
    restored.paths = matching_paths(files, written.file, glob);
    if (restored.paths.empty())
        throw Error(ErrorKind::bad_input,
                    fmt::format("--path: {} matches no node of the tree", escaped(glob)))
            .hint("keeperctl replay and keeperctl snapshot ls show what there is.");
    convert::SnapshotRewriteOptions options;
    options.input = written.file;
    options.output_dir = made.path();
    options.edits.keep_paths = restored.paths;
    const convert::SnapshotRewriteReport report = convert::rewrite_snapshot(files, options, meter);
    restored.file = io::join(made.target(), io::name_of(report.output.file));
    restored.last_index = report.log_index;
    restored.nodes = report.output.nodes;
    restored.sha256 = report.sha256;
    made.commit();
    return restored;
}

} // namespace keeperfs::backup
