#pragma once
// Trees as files of every kind that can be compared, in a file system in memory.
#include "support/keeper_snapshots.h"
#include "support/memory_filesystem.h"
#include "support/zookeeper_dir.h"

#include "keeperfs/compare/diff.h"
#include "keeperfs/inspect/node_json.h"

#include <optional>
#include <string>
#include <vector>

namespace keeperfs::test {

/// Writes the snapshot as what it is, as a Keeper's directory, and as JSON lines.
class ComparedTrees {
public:
    MemoryFileSystem files;

    std::string keeper_snapshot(const std::string& name, const WholeSnapshot& whole,
                                keeper::SnapshotCodec codec = keeper::SnapshotCodec::zstd) {
        files.put(name, compress(encode(whole, whole.header.version), codec));
        return name;
    }
    std::string keeper_directory(const std::string& name, const WholeSnapshot& whole) {
        files.make_directory(name);
        keeper_snapshot(name + "/snapshot_" + std::to_string(whole.header.last_log_index) + ".bin.zstd", whole);
        return name;
    }
    std::string json_lines(const std::string& name, const WholeSnapshot& whole) {
        inspect::NodeJson json(whole.acls);
        std::string lines;
        for (const OwnedNode& node : whole.nodes) {
            json.append(lines, node.view(), inspect::NodeData::with);
            lines += '\n';
        }
        files.put(name, lines);
        return name;
    }
    std::string zookeeper_directory(const std::string& name, const SnapshotSpec& spec) {
        files.make_directory(name);
        files.put(fmt::format("{}/snapshot.{:x}", name, spec.zxid), snapshot_bytes(spec));
        return name;
    }

    std::unique_ptr<compare::Side> open(const std::string& place) {
        compare::SideOptions options;
        options.place = place;
        options.allow_fuzzy = true;
        return compare::open_side(files, options);
    }
};

struct Compared {
    compare::DiffReport report;
    std::vector<compare::Difference> differences;
};

inline Compared compared(compare::Side& a, compare::Side& b, const compare::DiffOptions& options = {}) {
    Compared result;
    result.report = compare::diff(a, b, options, [&](const compare::Difference& difference) {
        result.differences.push_back(difference);
    });
    return result;
}

} // namespace keeperfs::test
