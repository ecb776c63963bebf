#pragma once
// The tree of a Keeper, from one snapshot or from a replayed directory, to be read as often as it takes.
#include "convert/snapshot_pass.h"

#include "keeperfs/keeper/replayed_nodes.h"
#include "keeperfs/storage/disk.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::convert {

/// Nodes in an order that is the same in each reading; parents may stand behind their children.
class KeeperTree {
public:
    virtual ~KeeperTree() = default;

    /// Begins a reading; `stage` is a literal for the meter.
    virtual void begin(const char* stage) = 0;
    /// Spans live until the next call.
    virtual bool next(keeper::SnapshotNode& node) = 0;

    // Known after the first whole reading:
    virtual std::uint64_t log_index() const = 0;
    virtual std::int64_t zxid() const = 0;
    virtual std::vector<keeper::AclMapEntry> acls() const = 0;
    virtual std::vector<tree::Session> sessions() const = 0;
    /// What errors in the tree name.
    virtual const std::string& name() const = 0;
};

class TreeOfSnapshot final : public KeeperTree {
public:
    TreeOfSnapshot(io::FileSystem& files, std::string path, io::Meter* meter);
    void begin(const char* stage) override;
    bool next(keeper::SnapshotNode& node) override { return pass_->next(node); }
    std::uint64_t log_index() const override { return pass_->reader().header().last_log_index; }
    std::int64_t zxid() const override { return pass_->reader().header().zxid; }
    std::vector<keeper::AclMapEntry> acls() const override { return pass_->reader().acls(); }
    std::vector<tree::Session> sessions() const override { return pass_->reader().sessions(); }
    const std::string& name() const override { return path_; }

private:
    std::string path_;
    std::shared_ptr<io::File> file_;
    io::Meter* meter_;
    std::optional<SnapshotPass> pass_;
};

/// Borrows what was replayed. Nodes that the replay does not hold come from the snapshot that it began with.
class TreeOfReplay final : public KeeperTree {
public:
    TreeOfReplay(const keeper::ReplayedDirectory& replayed, storage::Disk& snapshots, io::Meter* meter);
    void begin(const char* stage) override;
    bool next(keeper::SnapshotNode& node) override { return nodes_->next(node); }
    std::uint64_t log_index() const override { return replayed_.replay.last_index(); }
    std::int64_t zxid() const override { return replayed_.replay.zxid(); }
    std::vector<keeper::AclMapEntry> acls() const override { return replayed_.replay.acls(); }
    std::vector<tree::Session> sessions() const override { return replayed_.replay.sessions(); }
    const std::string& name() const override { return name_; }

private:
    const keeper::ReplayedDirectory& replayed_;
    storage::Disk& snapshots_;
    io::Meter* meter_;
    std::string name_;
    std::optional<keeper::ReplayedNodes> nodes_;
};

} // namespace keeperfs::convert
