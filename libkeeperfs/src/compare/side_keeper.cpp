// A Keeper's snapshot, and its directory with the log applied.
#include "compare/acl_cache.h"
#include "compare/sides.h"

#include "keeperfs/base/error.h"
#include "keeperfs/inspect/data_places.h"
#include "keeperfs/io/file_source.h"
#include "keeperfs/io/metered_source.h"
#include "keeperfs/keeper/replay_directory.h"
#include "keeperfs/keeper/replayed_nodes.h"
#include "keeperfs/keeper/snapshot_reader.h"

#include <fmt/format.h>

namespace keeperfs::compare {

namespace {

void take(const keeper::SnapshotNode& from, AclCache& acls, Node& to) {
    to.path = from.path;
    to.data = from.data;
    to.data_is_null = false;
    to.acl = acls.of(from.acl_id);
    to.stat = from.stat;
    to.is_container = from.is_container();
    if (to.is_container)
        to.stat.ephemeral_owner = 0;
    to.num_children = from.num_children;
    to.seq_num = from.seq_num;
    to.ttl_ms = from.ttl_ms;
}

class KeeperSide : public Side {
public:
    explicit KeeperSide(std::string name) : name_(std::move(name)) { facts_.has_authentications = true; }
    const std::string& name() const override { return name_; }
    System system() const override { return System::keeper; }
    FieldSet fields() const override { return FieldSet::all(); }
    const TreeFacts& facts() const override { return facts_; }

protected:
    std::string name_;
    TreeFacts facts_;
};

class SnapshotSide final : public KeeperSide {
public:
    SnapshotSide(io::FileSystem& files, const std::string& file)
        : KeeperSide(file), file_(files.open_for_reading(file)) {}
    std::string description() const override { return "a Keeper's snapshot"; }
    std::uint64_t size() const override { return file_->size(); }
    std::unique_ptr<Nodes> read(io::Meter* meter) override;

private:
    std::shared_ptr<io::File> file_; ///< one file, whatever takes its name meanwhile
};

class SnapshotNodes final : public Nodes {
    /// Runs f and gives its errors the file's name.
    template <class F> auto named(F f) {
        try {
            return f();
        } catch (Error& error) {
            if (error.kind() == ErrorKind::bad_input)
                error.file(name_);
            throw;
        }
    }

public:
    SnapshotNodes(std::shared_ptr<io::File> file, std::string name, TreeFacts& facts, io::Meter* meter)
        : name_(std::move(name)), facts_(facts),
          source_(std::make_unique<io::FileSource>(std::move(file)), meter) {
        named([&] { reader_ = std::make_unique<keeper::SnapshotReader>(source_, keeper::Decoding::ahead); });
    }
    bool next(Node& node) override {
        return named([&] {
            keeper::SnapshotNode stored;
            if (!reader_->next(stored)) {
                note_facts();
                return false;
            }
            acls_.learn(reader_->acls());
            take(stored, acls_, node);
            return true;
        });
    }

private:
    std::string name_;
    TreeFacts& facts_;
    io::MeteredSource source_;
    std::unique_ptr<keeper::SnapshotReader> reader_;
    AclCache acls_;

    void note_facts() {
        facts_.zxid = reader_->header().zxid;
        facts_.session_id_counter = reader_->header().session_id_counter;
        facts_.sessions = reader_->sessions();
        std::ranges::sort(*facts_.sessions, {}, &tree::Session::id);
    }
};

std::unique_ptr<Nodes> SnapshotSide::read(io::Meter* meter) {
    return std::make_unique<SnapshotNodes>(file_, name_, facts_, meter);
}

bool is_whole(keeper::ReplayStop stop) {
    return stop == keeper::ReplayStop::end || stop == keeper::ReplayStop::point;
}

void require_reached(const keeper::ReplayedDirectory& replayed, const SideOptions& options) {
    const std::uint64_t last = replayed.replay.last_index();
    if (!is_whole(replayed.report.stop))
        throw Error(ErrorKind::bad_input,
                    replayed.report.findings.empty()
                        ? fmt::format("the digest of record {} is not that of the tree", last)
                        : replayed.report.findings.back().message)
            .file(options.place)
            .hint(fmt::format("keeperctl replay tells more. Up to record {} the log can be applied.",
                              replayed.report.stop == keeper::ReplayStop::disagreement ? last - 1 : last));
    if (options.at_index && last < *options.at_index)
        throw Error(ErrorKind::bad_input, fmt::format("the files hold no record {}", *options.at_index))
            .file(options.place)
            .hint(fmt::format("The last one is {}.", last));
}

class DirectorySide final : public KeeperSide {
public:
    DirectorySide(std::unique_ptr<storage::Disk> snapshots, storage::Disk& logs, const SideOptions& options,
                  io::Meter* meter)
        : KeeperSide(options.place), snapshots_(std::move(snapshots)),
          replayed_(keeper::replay_directory(*snapshots_, logs, plan_of(options), meter)) {
        require_reached(replayed_, options);
        facts_.zxid = replayed_.replay.zxid();
        facts_.session_id_counter = replayed_.replay.session_id_counter();
        facts_.sessions = replayed_.replay.sessions();
    }
    std::string description() const override {
        return fmt::format("a Keeper's directory at index {}", replayed_.replay.last_index());
    }
    std::uint64_t size() const override {
        return replayed_.report.snapshot ? replayed_.report.snapshot->entry.size : 0;
    }
    std::unique_ptr<Nodes> read(io::Meter* meter) override;

private:
    std::unique_ptr<storage::Disk> snapshots_;
    keeper::ReplayedDirectory replayed_;

    static keeper::ReplayPlan plan_of(const SideOptions& options) {
        keeper::ReplayPlan plan;
        plan.memory = keeper::ReplayMemory::touched_nodes;
        plan.at_index = options.at_index;
        return plan;
    }
};

class DirectoryNodes final : public Nodes {
public:
    DirectoryNodes(const keeper::ReplayedDirectory& replayed, storage::Disk& snapshots, io::Meter* meter)
        : nodes_(replayed, snapshots, meter) {
        acls_.learn(replayed.replay.acls());
    }
    bool next(Node& node) override {
        keeper::SnapshotNode stored;
        if (!nodes_.next(stored))
            return false;
        take(stored, acls_, node);
        return true;
    }

private:
    keeper::ReplayedNodes nodes_;
    AclCache acls_;
};

std::unique_ptr<Nodes> DirectorySide::read(io::Meter* meter) {
    return std::make_unique<DirectoryNodes>(replayed_, *snapshots_, meter);
}

} // namespace

std::unique_ptr<Side> keeper_snapshot(io::FileSystem& files, const std::string& file) {
    return std::make_unique<SnapshotSide>(files, file);
}

std::unique_ptr<Side> keeper_directory(io::FileSystem& files, const SideOptions& options, io::Meter* meter) {
    const inspect::DataPlaces places = inspect::find_data_places(files, options.place);
    const auto disk = [&](const std::string& directory, const std::string& other) {
        return storage::read_only(storage::local_disk(directory.empty() ? other : directory, files));
    };
    const std::string& log_dir = options.log_dir.empty() ? places.log_dir : options.log_dir;
    const auto logs = disk(log_dir, places.snapshot_dir);
    return std::make_unique<DirectorySide>(disk(places.snapshot_dir, log_dir), *logs, options, meter);
}

} // namespace keeperfs::compare
