#pragma once
// From files to a tree: which snapshot, which logs, and the replay of one over the other.
#include "zookeeper/base_tree.h"
#include "zookeeper/restored_state.h"
#include "zookeeper/snapshot_loader.h"
#include "zookeeper/touched.h"

#include "keeperfs/zookeeper/restore.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::zookeeper {

class Restorer {
public:
    Restorer(io::FileSystem& files, const RestoreOptions& options, io::Meter* meter);

    /// As a server starts.
    std::unique_ptr<RestoredTree::State> run();
    /// What the logs have since, over a tree of another origin.
    std::unique_ptr<RestoredTree::State> run_onto(BaseTree base);

private:
    io::FileSystem& files_;
    const RestoreOptions& options_;
    io::Meter* meter_;
    std::vector<DataFile> snapshots_, all_logs_;
    std::vector<PassedOver> passed_over_;
    std::int64_t until_ = INT64_MAX;
    bool any_looked_whole_ = false;

    void pass_over(const std::string& file, std::string reason);
    void note_unusable_names();
    std::unique_ptr<RestoredTree::State> from_a_snapshot();
    std::unique_ptr<RestoredTree::State> try_snapshot(const DataFile& snapshot);
    std::unique_ptr<RestoredTree::State> from_nothing();
    [[noreturn]] void nothing_to_start_from() const;
    bool holds_keeper_files() const;
    std::string reasons() const;
    void replay(RestoredTree::State& state, const std::vector<DataFile>& logs, const SnapshotTrailer& trailer,
                std::int64_t foreseen);
    void report_missing_acls(RestoredTree::State& state, const std::vector<UnresolvedAcl>& unresolved);
    void check_that_logs_go_on(const RestoredEnd& end, const TouchedNodes& touched) const;
    void check_that_logs_tell_all(const RestoreReport& report) const;
};

} // namespace keeperfs::zookeeper
