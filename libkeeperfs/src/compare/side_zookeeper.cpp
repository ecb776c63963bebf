// A ZooKeeper's directory as a server would have it in memory, and a snapshot of it alone.
#include "compare/lone_file.h"
#include "compare/sides.h"

#include "keeperfs/zookeeper/restore.h"
#include "keeperfs/zookeeper/znode_kind.h"

#include <fmt/format.h>

namespace keeperfs::compare {

namespace {

class ZooKeeperNodes final : public Nodes {
public:
    ZooKeeperNodes(io::FileSystem& files, const zookeeper::RestoredTree& tree, io::Meter* meter)
        : stream_(files, tree, meter) {
        for (const tree::AclList& list : tree.acls())
            acls_.push_back(make_acl(list));
    }

    bool next(Node& to) override {
        zookeeper::RestoredNode from;
        if (!stream_.next(from))
            return false;
        to.path = from.path.empty() ? as_bytes("/") : from.path;
        to.data = from.data;
        to.data_is_null = from.data_is_null;
        to.acl = from.acl == zookeeper::unknown_acl ? unknown_ : acls_[from.acl];
        to.stat = from.stat;
        take_counters(from, to);
        take_owner(from, to);
        return true;
    }

private:
    zookeeper::NodeStream stream_;
    std::vector<std::shared_ptr<const NodeAcl>> acls_;
    std::shared_ptr<const NodeAcl> unknown_ = unknown_acl();

    /// What is stored is how many children were ever created (C), which is also the next sequential number;
    /// clients see 2C - N for N children, in 32-bit arithmetic (zookeeper-files.md 7).
    static void take_counters(const zookeeper::RestoredNode& from, Node& to) {
        to.num_children = static_cast<std::int32_t>(from.children);
        to.seq_num = from.stat.cversion;
        to.stat.cversion =
            static_cast<std::int32_t>(2 * std::int64_t{from.stat.cversion} - std::int64_t{from.children});
    }
    static void take_owner(const zookeeper::RestoredNode& from, Node& to) {
        const auto meaning =
            zookeeper::meaning_of_owner(from.stat.ephemeral_owner, from.owner_is_session, false);
        to.is_container = meaning.kind == zookeeper::ZnodeKind::container;
        to.ttl_ms.reset();
        if (meaning.kind == zookeeper::ZnodeKind::ttl)
            to.ttl_ms = meaning.ttl_ms;
        if (meaning.kind != zookeeper::ZnodeKind::ephemeral)
            to.stat.ephemeral_owner = 0;
    }
};

class ZooKeeperSide final : public Side {
public:
    /// `own`: a view on files that the side must keep.
    ZooKeeperSide(io::FileSystem& files, std::unique_ptr<io::FileSystem> own, std::string name,
                  const zookeeper::RestoreOptions& options, io::Meter* meter)
        : own_(std::move(own)), files_(own_ ? *own_ : files), name_(std::move(name)),
          tree_(zookeeper::restore(files_, options, meter)) {
        facts_.zxid = tree_.report().last_zxid;
        facts_.sessions.emplace();
        for (const auto& [id, timeout] : tree_.sessions())
            facts_.sessions->push_back({.id = id, .timeout_ms = timeout, .authentications = {}});
    }
    const std::string& name() const override { return name_; }
    std::string description() const override {
        return fmt::format("ZooKeeper's {} at zxid {:#x}", own_ ? "snapshot" : "directory",
                           static_cast<std::uint64_t>(tree_.report().last_zxid));
    }
    System system() const override { return System::zookeeper; }
    FieldSet fields() const override { return FieldSet::all(); }
    std::uint64_t size() const override {
        const auto& snapshot = tree_.report().snapshot;
        return snapshot && snapshot->compression == zookeeper::Compression::none ? snapshot->size : 0;
    }
    std::unique_ptr<Nodes> read(io::Meter* meter) override {
        return std::make_unique<ZooKeeperNodes>(files_, tree_, meter);
    }
    const TreeFacts& facts() const override { return facts_; }

private:
    std::unique_ptr<io::FileSystem> own_;
    io::FileSystem& files_;
    std::string name_;
    zookeeper::RestoredTree tree_;
    TreeFacts facts_;
};

} // namespace

std::unique_ptr<Side> zookeeper_directory(io::FileSystem& files, const SideOptions& options,
                                          const std::string& directory, io::Meter* meter) {
    zookeeper::RestoreOptions restore;
    restore.snapshots_dir = directory;
    restore.logs_dir = options.log_dir.empty() ? directory : options.log_dir;
    restore.allow_fuzzy = options.allow_fuzzy;
    restore.allow_gap = options.allow_gap;
    return std::make_unique<ZooKeeperSide>(files, nullptr, options.place, restore, meter);
}

std::unique_ptr<Side> zookeeper_snapshot(io::FileSystem& files, const std::string& file, io::Meter* meter) {
    zookeeper::RestoreOptions restore;
    restore.snapshots_dir = restore.logs_dir = io::directory_of(file);
    restore.allow_fuzzy = true; // there is no log to ask for
    return std::make_unique<ZooKeeperSide>(files, lone_file(files, file), file, restore, meter);
}

} // namespace keeperfs::compare
