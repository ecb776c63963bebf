#include "recover/recovered_copy.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/recover/membership.h"
#include "keeperfs/recover/recovery.h"

#include <fmt/format.h>

#include <algorithm>

namespace keeperfs::recover {

namespace {

using inspect::DirectoryScan;
using inspect::LogPiece;
using inspect::LogScan;
using inspect::MembershipRecord;
using inspect::RepairedLog;
using inspect::SnapshotScan;
using keeper::ClusterConfig;

class Planner {
public:
    Planner(const std::vector<DirectoryScan>& scans, const inspect::LogImage& log, const RecoveryWish& wish)
        : scans_(scans), wish_(wish) {
        recovery_.files = inspect::plan_repair(scans, log);
    }

    Recovery plan() {
        check_members(wish_.members);
        if (kept().last_index == 0)
            throw Error(ErrorKind::bad_input, "there is no record and no snapshot to recover from")
                .file(scans_.front().places.snapshot_dir);
        read_members();
        choose_way();
        if (wish_.is_running && !kept().logs.empty())
            recovery_.files.logs.back().is_copied = false;
        make_room_for_a_record();
        recovery_.membership = membership();
        recovery_.last_index = kept().last_index + (recovery_.way == Way::log ? 1 : 0);
        recovery_.state = state();
        list_damaged();
        return std::move(recovery_);
    }

private:
    const std::vector<DirectoryScan>& scans_;
    const RecoveryWish& wish_;
    Recovery recovery_;
    std::uint64_t last_record_of_members_ = 0; ///< the greatest index of a configuration record that is kept
    std::optional<std::uint64_t> undecodable_members_;
    bool has_unread_members_ = false;

    const inspect::RepairPlan& kept() const { return recovery_.files; }
    const LogScan& log_of(const LogPiece& piece) const { return scans_[piece.directory].logs[piece.file]; }

    void read_members() {
        for (const RepairedLog& log : kept().logs) {
            for (const LogPiece& piece : log.pieces)
                has_unread_members_ = has_unread_members_ || piece.salvaged;
            for (const MembershipRecord& record : log_of(log.pieces.front()).memberships)
                if (record.index >= log.indices.first && record.index <= log.indices.last)
                    read_record(record);
        }
        if (const SnapshotScan* snapshot = newest(); snapshot != nullptr && snapshot->membership)
            take(*snapshot->membership);
    }
    void read_record(const MembershipRecord& record) {
        if (!record.config) {
            undecodable_members_ = record.index;
            return;
        }
        last_record_of_members_ = std::max({last_record_of_members_, record.index, record.config->log_index});
        take(*record.config);
    }
    void take(const ClusterConfig& found) {
        std::optional<ClusterConfig>& before = recovery_.before;
        if (!found.servers.empty() && (!before || found.log_index > before->log_index))
            before = found;
    }
    const SnapshotScan* newest() const {
        if (kept().snapshots.empty())
            return nullptr;
        const inspect::CopiedSnapshot& last = kept().snapshots.back();
        return &scans_[last.directory].snapshots[last.place];
    }

    std::uint64_t section_index() const { return wish_.section_index.value_or(kept().last_index); }

    /// Empty: it can be taken.
    std::string what_is_against(Way way) const {
        if (way != Way::snapshot && undecodable_members_)
            return fmt::format("record {} of the log is a configuration that cannot be decoded",
                               *undecodable_members_);
        if (way == Way::section)
            return what_is_against_the_section();
        return "";
    }
    std::string what_is_against_the_section() const {
        if (newest() == nullptr)
            return "there is no snapshot that loads";
        if (has_unread_members_)
            return "records from behind damage are used, and one of them may name members";
        if (last_record_of_members_ >= section_index())
            return fmt::format("record {} of the log names members, and a section counts only with a greater "
                               "index that is not above {}",
                               last_record_of_members_, section_index());
        return "";
    }
    void choose_way() {
        for (const Way way : all_ways) {
            if (wish_.way && *wish_.way != way)
                continue;
            std::string reason = what_is_against(way);
            if (reason.empty()) {
                recovery_.way = way;
                return;
            }
            recovery_.not_taken.push_back({way, std::move(reason)});
        }
        throw Error(ErrorKind::refused,
                    fmt::format("the way by {} cannot be taken: {}", name_of(recovery_.not_taken.back().way),
                                recovery_.not_taken.back().reason))
            .hint("Without --via the first way is taken that can be.");
    }

    /// A file that is written anew takes the record, and its name says so.
    void make_room_for_a_record() {
        if (recovery_.way != Way::log || kept().logs.empty())
            return;
        RepairedLog& last = recovery_.files.logs.back();
        const std::uint64_t index = kept().last_index + 1;
        if (!last.is_copied && !has_room(last, index))
            last.name = keeper::changelog_name(last.indices.first, index, inspect::codec_of(last));
    }

    ClusterConfig membership() const {
        ClusterConfig config;
        if (recovery_.before) {
            config.previous_index = recovery_.before->log_index;
            config.async_replication = recovery_.before->async_replication;
            config.user_context = recovery_.before->user_context;
        }
        config.servers = wish_.members;
        config.log_index = recovery_.way == Way::section ? section_index()
                           : recovery_.way == Way::log   ? kept().last_index + 1
                                                         : kept().last_index;
        return config;
    }

    keeper::RaftState state() const {
        keeper::RaftState state;
        for (const DirectoryScan& scan : scans_) {
            state.term = std::max(state.term, scan.greatest_term());
            for (const auto& seen : {scan.state.state, scan.state.old})
                if (seen)
                    state.term = std::max(state.term, seen->term);
        }
        return state;
    }

    void list_damaged() {
        for (const LogScan& log : scans_.front().logs)
            if (log.damage || !log.salvaged.empty() || !log.stray_block_offsets.empty())
                recovery_.damaged.push_back(log.path);
        for (const SnapshotScan& snapshot : scans_.front().snapshots)
            if (!snapshot.is_sound() && !snapshot.unreadable)
                recovery_.damaged.push_back(snapshot.path);
    }
};

} // namespace

std::string_view name_of(Way way) noexcept {
    switch (way) {
    case Way::section:
        return "section";
    case Way::log:
        return "log";
    case Way::snapshot:
        break;
    }
    return "snapshot";
}

Recovery plan_recovery(const std::vector<DirectoryScan>& scans, const inspect::LogImage& log,
                       const RecoveryWish& wish) {
    return Planner(scans, log, wish).plan();
}

} // namespace keeperfs::recover
