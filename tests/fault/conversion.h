#pragma once
// A conversion of a golden directory on the disk, and what may lie in its output directory afterwards.
#include "fault/converted_tree.h"
#include "support/test_dir.h"

#include "keeperfs/convert/zookeeper_to_keeper.h"
#include "keeperfs/io/file_source.h"
#include "keeperfs/keeper/file_names.h"

#include <fmt/format.h>

#include <set>
#include <string>
#include <string_view>

namespace keeperfs::test {

struct ConversionCase {
    std::string folder;
    keeper::SnapshotCodec codec = keeper::SnapshotCodec::zstd;
};
inline const ConversionCase conversion_cases[] = {
    {"plain"}, {"gzip"}, {"snappy"}, {"fuzzy-sessions"}, {"plain", keeper::SnapshotCodec::lz4_blocks}};

inline convert::ZooKeeperToKeeperOptions conversion_options(const ConversionCase& what,
                                                            const std::string& output_dir) {
    convert::ZooKeeperToKeeperOptions options;
    options.source.snapshots_dir = golden(fmt::format("zookeeper/{}/version-2", what.folder)).string();
    options.source.logs_dir = options.source.snapshots_dir;
    options.output_dir = output_dir;
    options.codec = what.codec;
    options.threads = 2;
    return options;
}

inline std::set<std::string> names_in(const std::filesystem::path& directory) {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(directory))
        names.insert(entry.path().filename().string());
    return names;
}

/// A directory for snapshots with one for logs beside it, as a server's configuration has them.
class CoordinationDir {
public:
    CoordinationDir() {
        std::filesystem::create_directory(snapshots());
        std::filesystem::create_directory(logs());
    }
    std::string snapshots() const { return dir_.file("snapshots"); }
    std::string logs() const { return dir_.file("log"); }

    /// The tree of every file that a Keeper would load; throws for one that is not whole.
    std::vector<std::string> loadable_trees() const {
        std::vector<std::string> trees;
        for (const std::string& name : names_in(snapshots()))
            if (keeper::snapshot_index(name)) {
                io::FileSource file(io::FileSystem::system(), io::join(snapshots(), name));
                trees.push_back(converted_tree(file));
            }
        return trees;
    }
    /// Names that begin with a dot: no Keeper looks at them.
    std::set<std::string> hidden() const {
        std::set<std::string> names = names_in(snapshots());
        std::erase_if(names, [](const std::string& name) { return !name.starts_with('.'); });
        return names;
    }
    /// Files that are neither a snapshot nor hidden, and whatever lies in the log directory: a 22.x server
    /// would refuse to start, or delete them.
    std::set<std::string> foreign() const {
        std::set<std::string> names = names_in(logs());
        for (const std::string& name : names_in(snapshots()))
            if (!keeper::snapshot_index(name) && !name.starts_with('.'))
                names.insert(name);
        return names;
    }

private:
    TestDir dir_;
};

/// The tree that an undisturbed conversion gives.
inline std::string undisturbed_tree(const ConversionCase& what) {
    const CoordinationDir out;
    convert::zookeeper_to_keeper(io::FileSystem::system(), conversion_options(what, out.snapshots()),
                                 nullptr);
    return out.loadable_trees().at(0);
}

} // namespace keeperfs::test
