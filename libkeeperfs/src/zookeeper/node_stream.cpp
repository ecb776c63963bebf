// Pass 2: the snapshot again, with the changed nodes in place of its own, then the nodes that logs created.
#include "zookeeper/restored_state.h"
#include "zookeeper/snapshot_loader.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/piecewise_file.h"
#include "keeperfs/zookeeper/restore.h"
#include "keeperfs/zookeeper/snapshot_reader.h"

#include <deque>
#include <utility>

namespace keeperfs::zookeeper {

namespace {
constexpr std::uint64_t meter_step = 1 << 20;
/// A process may have 1024 files open, and a directory may have more logs.
constexpr std::size_t most_open_logs = 64;
} // namespace

struct NodeStream::State {
    io::FileSystem& files;
    const RestoredTree::State& restored;
    io::Meter* meter;
    std::unique_ptr<io::Source> source;
    std::unique_ptr<NodeSource> nodes;
    std::vector<std::unique_ptr<io::PiecewiseFile>> logs; ///< null where a log is not open
    std::deque<std::uint32_t> open_logs;                  ///< the one opened first is closed first
    std::string path, data;
    NodeId next_id = 0;
    std::uint64_t metered = 0;

    /// Runs f and gives its errors the snapshot's name.
    template <class F> auto named(F f) {
        try {
            return f();
        } catch (Error& error) {
            error.file(restored.report.snapshot->path);
            throw;
        }
    }

    State(io::FileSystem& file_system, const RestoredTree& tree, io::Meter* progress)
        : files(file_system), restored(tree.state()), meter(progress) {
        logs.resize(restored.report.logs.size());
        if (restored.base)
            named([&] { nodes = restored.base->open(std::exchange(meter, nullptr)); });
        else if (restored.report.snapshot)
            named([&] {
                source = open_snapshot(files, *restored.report.snapshot, restored.expansion_limit);
                nodes = std::make_unique<SnapshotReader>(*source);
            });
    }

    io::PiecewiseFile& log_file(std::uint32_t place) {
        auto& log = logs[place];
        if (log)
            return *log;
        if (open_logs.size() == most_open_logs) {
            logs[open_logs.front()].reset();
            open_logs.pop_front();
        }
        log = std::make_unique<io::PiecewiseFile>(files, restored.report.logs[place].file.path);
        open_logs.push_back(place);
        return *log;
    }

    std::string_view load(const StoredBytes& where, std::string& buffer) {
        if (where.place == StoredBytes::Place::memory)
            return restored.tree.texts[where.file];
        if (!log_file(where.file).read_at(where.offset, where.size, buffer))
            throw Error(ErrorKind::bad_input, "the file became shorter while it was read")
                .file(restored.report.logs[where.file].file.path)
                .at(where.offset);
        return buffer;
    }

    void from_change(const ChangedNode& change, RestoredNode& node) {
        node.stat = change.stat;
        node.acl = change.acl;
        node.owner_is_session = change.owner_is_session;
        if (change.data.place != StoredBytes::Place::snapshot) {
            node.data = as_bytes(load(change.data, data));
            node.data_is_null = change.data.is_null;
        }
    }

    bool from_snapshot(RestoredNode& node) {
        SnapshotNode stored;
        const TreeState& tree = restored.tree;
        while (next_id < tree.snapshot_nodes) {
            if (!named([&] { return nodes->next(stored); }))
                changed_meanwhile();
            if (meter != nullptr && stored.offset - metered >= meter_step) {
                meter->add(stored.offset - metered);
                metered = stored.offset;
            }
            node.id = next_id++;
            if (tree.is_removed(node.id))
                continue;
            node.path = stored.path;
            node.data = stored.data;
            node.data_is_null = stored.data_is_null;
            node.children = tree.links[node.id].children;
            if (const ChangedNode* change = tree.change_of(node.id)) {
                from_change(*change, node);
            } else {
                node.stat = stored.stat;
                node.acl = restored.acl_numbers[stored.acl_number];
                node.owner_is_session =
                    stored.stat.ephemeral_owner != 0 && tree.sessions.contains(stored.stat.ephemeral_owner);
            }
            return true;
        }
        check_end();
        return false;
    }

    /// Reads the seals again: what was written is what was checked.
    void check_end() {
        SnapshotNode beyond;
        if (nodes && named([&] { return nodes->next(beyond); }))
            changed_meanwhile();
        nodes.reset();
    }

    [[noreturn]] void changed_meanwhile() const {
        throw Error(ErrorKind::bad_input, "the file changed while it was read")
            .file(restored.report.snapshot->path)
            .hint("Stop the ZooKeeper server, or convert a copy of its directory.");
    }

    bool from_logs(RestoredNode& node) {
        const TreeState& tree = restored.tree;
        for (; next_id < tree.links.size(); ++next_id) {
            const ChangedNode* change = tree.change_of(next_id);
            if (change == nullptr)
                continue;
            node.id = next_id++;
            node.path = as_bytes(load(change->path, path));
            node.children = tree.links[node.id].children;
            from_change(*change, node);
            return true;
        }
        return false;
    }
};

NodeStream::NodeStream(io::FileSystem& files, const RestoredTree& tree, io::Meter* meter)
    : state_(std::make_unique<State>(files, tree, meter)) {}
NodeStream::~NodeStream() = default;

bool NodeStream::next(RestoredNode& node) { return state_->from_snapshot(node) || state_->from_logs(node); }

} // namespace keeperfs::zookeeper
