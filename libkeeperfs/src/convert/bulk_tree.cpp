#include "convert/bulk_tree.h"

#include "convert/file_hash.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/file_source.h"
#include "keeperfs/io/metered_source.h"
#include "keeperfs/keeper/snapshot_reader.h"
#include "keeperfs/zookeeper/snapshot_format.h"

#include <fmt/format.h>

#include <utility>

namespace keeperfs::convert {

namespace {

/// Numbers of the lists in the notes; those of the result's own are its ids, of 32 bits at most.
constexpr std::int64_t first_noted_acl = std::int64_t{1} << 40;

/// The runs of nodes, met one after the other.
template <class Run> class RunCursor {
public:
    explicit RunCursor(const std::vector<Run>& runs) : runs_(runs) {}
    /// The run that has this node, which is asked for in ascending order.
    const Run* at(std::uint64_t node) {
        while (next_ < runs_.size() && end_of(runs_[next_]) <= node)
            ++next_;
        return next_ < runs_.size() && first_of(runs_[next_]) <= node ? &runs_[next_] : nullptr;
    }

private:
    const std::vector<Run>& runs_;
    std::size_t next_ = 0;

    static std::uint64_t first_of(const BulkNotes::Run& run) { return run.first; }
    static std::uint64_t first_of(const BulkNotes::AclRun& run) { return run.nodes.first; }
    static std::uint64_t first_of(const BulkNotes::StoredStat& stat) { return stat.node; }
    static std::uint64_t end_of(const BulkNotes::Run& run) { return run.first + run.count; }
    static std::uint64_t end_of(const BulkNotes::AclRun& run) { return end_of(run.nodes); }
    static std::uint64_t end_of(const BulkNotes::StoredStat& stat) { return stat.node + 1; }
};

class BulkNodes final : public zookeeper::NodeSource {
public:
    BulkNodes(std::shared_ptr<io::File> file, std::shared_ptr<const BulkNotes> notes, io::Meter* meter)
        : notes_(std::move(notes)), source_(std::make_unique<io::FileSource>(std::move(file)), meter),
          reader_(source_, keeper::Decoding::ahead), null_data_(notes_->null_data),
          stats_(notes_->stored_stats), acls_(notes_->acl_runs) {}

    bool next(zookeeper::SnapshotNode& node) override {
        keeper::SnapshotNode stored;
        if (!reader_.next(stored))
            return false;
        node = plain_origin(stored);
        node.offset = reader_.offset();
        node.data_is_null = null_data_.at(number_) != nullptr;
        if (const BulkNotes::StoredStat* const stat = stats_.at(number_)) {
            node.stat.ephemeral_owner = stat->ephemeral_owner;
            node.stat.cversion = stat->cversion;
        }
        if (const BulkNotes::AclRun* const run = acls_.at(number_))
            node.acl_number = first_noted_acl + run->list;
        ++number_;
        return true;
    }

private:
    std::shared_ptr<const BulkNotes> notes_;
    io::MeteredSource source_;
    keeper::SnapshotReader reader_;
    RunCursor<BulkNotes::Run> null_data_;
    RunCursor<BulkNotes::StoredStat> stats_;
    RunCursor<BulkNotes::AclRun> acls_;
    std::uint64_t number_ = 0;
};

[[noreturn]] void refuse_changed(std::string found, std::string wanted) {
    throw Error(ErrorKind::bad_input, "this is not the snapshot that the bulk conversion wrote")
        .found(std::move(found), std::move(wanted))
        .hint("Give that snapshot as it was written, or make a full conversion.");
}

void check_unchanged(const std::shared_ptr<io::File>& file, const BulkNotes& notes, io::Meter* meter) {
    auto plain = std::make_unique<io::FileSource>(file);
    const std::uint64_t size = plain->size();
    if (size != notes.result.size)
        refuse_changed(fmt::format("{} bytes", size), fmt::format("{} bytes", notes.result.size));
    if (meter != nullptr)
        meter->start("checking the bulk result", size);
    io::MeteredSource source(std::move(plain), meter);
    if (const std::string found = sha256_of(source); found != notes.result.sha256)
        refuse_changed("SHA-256 " + found, notes.result.sha256);
}

std::vector<zookeeper::NumberedAcl> acls_of(const std::shared_ptr<io::File>& file, const BulkNotes& notes) {
    io::FileSource source(file);
    const keeper::SnapshotReader reader(source);
    std::vector<zookeeper::NumberedAcl> acls;
    for (const keeper::AclMapEntry& entry : reader.acls())
        acls.push_back({static_cast<std::int64_t>(entry.id), entry.list});
    for (std::size_t i = 0; i < notes.acl_lists.size(); ++i)
        acls.push_back({first_noted_acl + static_cast<std::int64_t>(i), notes.acl_lists[i]});
    return acls;
}

} // namespace

zookeeper::SnapshotNode plain_origin(const keeper::SnapshotNode& node) {
    zookeeper::SnapshotNode origin;
    origin.path = node.path.size() == 1 ? node.path.first(0) : node.path;
    origin.data = node.data;
    origin.acl_number = node.acl_id == 0 ? zookeeper::snapshot_format::open_acl_number
                                         : static_cast<std::int64_t>(node.acl_id);
    origin.stat = node.stat;
    origin.stat.cversion = static_cast<std::int32_t>(node.seq_num);
    return origin;
}

zookeeper::BaseTree bulk_tree(io::FileSystem& files, const std::string& snapshot,
                              std::shared_ptr<const BulkNotes> notes, io::Meter* meter) {
    if (!files.is_regular_file(snapshot))
        throw Error(ErrorKind::bad_input, "the bulk conversion's snapshot is not there")
            .file(snapshot)
            .hint("Where it was moved, name it with --bulk-snapshot.");
    try {
        const std::shared_ptr<io::File> file = files.open_for_reading(snapshot);
        check_unchanged(file, *notes, meter);
        zookeeper::BaseTree base;
        base.file = {.path = snapshot,
                     .name = io::name_of(snapshot),
                     .zxid = notes->end.zxid,
                     .size = notes->result.size,
                     .compression = zookeeper::Compression::none};
        base.end = notes->end;
        base.sessions = notes->sessions;
        base.acls = acls_of(file, *notes);
        base.nodes = notes->nodes;
        base.ordered_nodes = notes->ordered_nodes;
        base.late_parents = notes->late_parents;
        base.open = [file, notes](io::Meter* progress) {
            return std::make_unique<BulkNodes>(file, notes, progress);
        };
        return base;
    } catch (Error& error) {
        error.file(snapshot);
        throw;
    }
}

} // namespace keeperfs::convert
