#include "keeperfs/inspect/stored_state.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/metered_source.h"
#include "keeperfs/keeper/changelog_reader.h"
#include "keeperfs/keeper/data_files.h"
#include "keeperfs/keeper/snapshot_reader.h"

namespace keeperfs::inspect {

namespace {

using keeper::ClusterConfig;

/// Damage is fsck's business; here it only means that nothing is known.
template <class Read> void read_if_possible(const Read& read) {
    try {
        read();
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::bad_input)
            throw;
    }
}

class Files {
public:
    explicit Files(io::Meter* meter) : meter_(meter) {}

    void read_newest_snapshot(const Disks& disks) {
        storage::Disk* disk = nullptr;
        keeper::SnapshotFile newest;
        for (const auto& candidate : disks)
            for (const keeper::SnapshotFile& file : keeper::list_data_files(*candidate).snapshots)
                if (disk == nullptr || newest.index <= file.index) {
                    disk = candidate.get();
                    newest = file;
                }
        if (disk != nullptr)
            read_if_possible([&] { read_snapshot(*disk, newest.entry.name); });
    }
    void read_logs(storage::Disk& disk) {
        for (const keeper::ChangelogFile& log : keeper::list_data_files(disk).changelogs)
            read_if_possible([&] { read_log(disk, log); });
    }
    StoredState take() { return std::move(state_); }

private:
    io::Meter* meter_;
    StoredState state_;

    /// An empty one counts as none.
    void take_newer(ClusterConfig found, std::uint64_t index) {
        found.log_index = std::max(found.log_index, index);
        if (!found.servers.empty() && (!state_.members || state_.members->log_index <= found.log_index))
            state_.members = std::move(found);
    }
    void read_snapshot(storage::Disk& disk, const std::string& name) {
        io::MeteredSource file(disk.open(name), meter_);
        keeper::SnapshotReader reader(file, keeper::Decoding::ahead);
        state_.newest_snapshot = summarize(reader);
        if (const auto& section = state_.newest_snapshot->cluster_configuration)
            take_newer(keeper::decode_cluster_config(as_bytes(*section), 0), 0);
    }
    void read_log(storage::Disk& disk, const keeper::ChangelogFile& log) {
        io::MeteredSource file(disk.open(log.entry.name), meter_);
        keeper::ChangelogReader reader(file, log.codec);
        for (keeper::ChangelogRecord record; reader.next(record);)
            if (record.type == keeper::RecordType::configuration)
                take_newer(keeper::decode_cluster_config(record.blob, 0), record.index);
    }
};

} // namespace

StoredState stored_state(const Disks& snapshots, const Disks& logs, io::Meter* meter) {
    Files files(meter);
    files.read_newest_snapshot(snapshots);
    for (const auto& disk : logs)
        files.read_logs(*disk);
    return files.take();
}

} // namespace keeperfs::inspect
