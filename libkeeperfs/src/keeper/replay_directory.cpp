#include "keeperfs/keeper/replay_directory.h"

#include "keeper/decoded_records.h"
#include "keeper/look_ahead.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/metered_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace keeperfs::keeper {

namespace {

class DirectoryReplay {
public:
    DirectoryReplay(storage::Disk& snapshots, storage::Disk& logs, const ReplayPlan& plan, io::Meter* meter)
        : snapshots_(snapshots), logs_(logs), plan_(plan), meter_(meter),
          snapshot_files_(list_data_files(snapshots).snapshots), log_files_(list_data_files(logs).changelogs),
          replay_(std::in_place, plan.options) {}

    ReplayedDirectory run() {
        if (snapshot_files_.empty() && log_files_.empty())
            throw Error(ErrorKind::bad_input, "there is neither a snapshot nor a changelog")
                .file(logs_.place(""));
        start();
        report_.findings.insert(report_.findings.end(), log_findings_.begin(), log_findings_.end());
        if (replay_->loaded_wrong_digest())
            report_.findings.push_back({Severity::warning,
                                        "snapshot.digest",
                                        snapshots_.place(report_.snapshot->entry.name),
                                        {},
                                        "the stored digest is not that of the nodes",
                                        ""});
        apply_all();
        report_.holds = holds();
        return {std::move(*replay_), std::move(report_)};
    }

private:
    storage::Disk& snapshots_;
    storage::Disk& logs_;
    const ReplayPlan& plan_;
    io::Meter* meter_;
    std::vector<SnapshotFile> snapshot_files_;
    std::vector<ChangelogFile> log_files_;
    std::optional<Replay> replay_;
    SupersededRecords superseded_;
    std::shared_ptr<TouchedNodes> touched_; ///< null: the whole tree is held
    ReplayReport report_;
    std::uint64_t passed_over_ = 0; ///< the last record that the snapshot has already
    std::vector<Finding> log_findings_;

    std::function<bool(Bytes)> holds() const {
        if (!touched_)
            return {};
        return [touched = touched_](Bytes path) { return touched->contain(path); };
    }

    bool is_from_oldest() const { return plan_.start == ReplayStart::oldest || plan_.at_time_ms; }
    bool log_begins_by(std::uint64_t index) const {
        return !log_files_.empty() && log_files_.front().from <= index;
    }

    /// Of what was never there no file is named.
    bool has_gap_between_files() const {
        return std::ranges::adjacent_find(log_files_, [](const ChangelogFile& a, const ChangelogFile& b) {
                   return b.from > a.to && b.from - a.to > 1;
               }) != log_files_.end();
    }
    /// A snapshot of index 0 is what a converted cluster began with, instead of the empty tree.
    bool is_empty_tree_the_oldest() const {
        return plan_.start != ReplayStart::given && is_from_oldest() && log_begins_by(1) &&
               (snapshot_files_.empty() || snapshot_files_.front().index > 0) &&
               (plan_.at_time_ms || !has_gap_between_files());
    }

    void start() {
        if (plan_.start == ReplayStart::empty || is_empty_tree_the_oldest())
            return start_empty();
        for (const SnapshotFile* candidate : candidates())
            if (try_load(*candidate))
                return;
        if (plan_.start == ReplayStart::given)
            throw Error(ErrorKind::bad_input,
                        fmt::format("there is no snapshot of index {} before the point asked for",
                                    plan_.snapshot_index))
                .file(snapshots_.place(""));
        start_empty();
    }

    void start_empty() {
        if (log_begins_by(1))
            return look_ahead(0);
        Error error(ErrorKind::bad_input,
                    log_files_.empty()
                        ? std::string("no snapshot can be used, and there is no log")
                        : fmt::format("no snapshot can be used, and the log begins with record {} only",
                                      log_files_.front().from));
        error.file(logs_.place(""));
        for (const Finding& finding : report_.findings)
            error.hint(finding.file + ": " + finding.message);
        throw error;
    }

    /// In the order in which they are tried.
    std::vector<const SnapshotFile*> candidates() const {
        std::vector<const SnapshotFile*> chosen;
        for (const SnapshotFile& file : snapshot_files_) {
            const bool is_meant = plan_.start != ReplayStart::given || file.index == plan_.snapshot_index;
            const bool is_early = !plan_.at_index || file.index <= *plan_.at_index;
            const bool goes_on = !is_from_oldest() || plan_.at_index == file.index ||
                                 file.index == snapshot_files_.back().index || log_begins_by(file.index + 1);
            if (is_meant && is_early && goes_on)
                chosen.push_back(&file);
        }
        if (!is_from_oldest())
            std::ranges::reverse(chosen);
        return chosen;
    }

    bool try_load(const SnapshotFile& file) {
        try {
            const SnapshotHeader header = read_header(file);
            if (plan_.at_zxid && header.zxid > *plan_.at_zxid)
                return false;
            look_ahead(header.last_log_index);
            load(file);
        } catch (Error& error) {
            error.file(snapshots_.place(file.entry.name));
            if (error.kind() != ErrorKind::bad_input || plan_.start == ReplayStart::given)
                throw;
            report_.findings.push_back({Severity::warning, "snapshot.unreadable",
                                        snapshots_.place(file.entry.name), error.offset(), error.finding(),
                                        ""});
            return false;
        }
        report_.snapshot = file;
        return true;
    }
    SnapshotHeader read_header(const SnapshotFile& file) {
        const auto source = snapshots_.open(file.entry.name);
        return SnapshotReader(*source).header();
    }
    void load(const SnapshotFile& file) {
        if (touched_ && touched_->close_any_session())
            read_snapshot(file, "looking for ephemeral nodes", [&](SnapshotReader& reader) {
                for (SnapshotNode node; reader.next(node);)
                    if (touched_->closes(node.stat.ephemeral_owner))
                        touched_->add_with_parent(node.path);
            });
        Replay loaded(plan_.options);
        read_snapshot(file, "reading the snapshot", [&](SnapshotReader& reader) {
            if (touched_)
                loaded.load(reader, {holds(), touched_->digest_versions()});
            else
                loaded.load(reader);
        });
        replay_.emplace(std::move(loaded));
    }
    template <class Use> void read_snapshot(const SnapshotFile& file, const char* stage, const Use& use) {
        if (meter_ != nullptr)
            meter_->start(stage, file.entry.size);
        io::MeteredSource source(snapshots_.open(file.entry.name), meter_);
        SnapshotReader reader(source, Decoding::ahead);
        use(reader);
    }

    /// What the log holds behind the start.
    void look_ahead(std::uint64_t start_index) {
        report_.start_index = start_index;
        report_.logs.clear();
        log_findings_.clear();
        superseded_ = {};
        choose_logs();
        const std::shared_ptr<const LookAhead> ahead = has_been_looked_ahead() ? plan_.looked_ahead : scan();
        for (ReplayedLog& log : report_.logs)
            take(log, ahead->logs.at(log.file.entry.name));
        superseded_.resolve();
        touched_ = ahead->touched;
        if (touched_)
            for (const std::string& path : plan_.watched_paths)
                touched_->add_with_parent(as_bytes(path));
    }
    bool has_been_looked_ahead() const {
        return plan_.looked_ahead && plan_.memory == ReplayMemory::touched_nodes &&
               plan_.looked_ahead->from_index <= report_.start_index &&
               std::ranges::all_of(report_.logs, [&](const ReplayedLog& log) {
                   return plan_.looked_ahead->logs.contains(log.file.entry.name);
               });
    }
    void take(ReplayedLog& log, const LogAhead& ahead) {
        log.records = ahead.records;
        log.first_index = ahead.first_index;
        log.last_index = ahead.last_index;
        log.end = ahead.end;
        superseded_.append(ahead.superseded);
        if (ahead.damage)
            log_findings_.push_back({Severity::warning, code_of(ahead.end), logs_.place(log.file.entry.name),
                                     ahead.damage->offset(), ahead.damage->finding(), ""});
    }

    /// Leaves out the files in front that end before the start: the next one begins by then. For a time the
    /// record that the snapshot ends with is wanted too.
    void choose_logs() {
        const std::uint64_t first_wanted = report_.start_index + (plan_.at_time_ms ? 0 : 1);
        std::size_t first = 0;
        while (first + 1 < log_files_.size() && log_files_[first + 1].from <= first_wanted)
            ++first;
        for (; first < log_files_.size(); ++first)
            report_.logs.push_back({.file = log_files_[first]});
    }

    io::MeteredSource open(const ReplayedLog& log) { return {logs_.open(log.file.entry.name), meter_}; }

    void begin_stage(const char* stage) {
        if (meter_ == nullptr)
            return;
        std::uint64_t bytes = 0;
        for (const ReplayedLog& log : report_.logs)
            bytes += log.file.entry.size;
        meter_->start(stage, bytes);
    }

    std::shared_ptr<LookAhead> scan() {
        begin_stage("reading the log");
        const auto ahead = std::make_shared<LookAhead>();
        ahead->from_index = report_.start_index;
        DecodedRecords::Depth depth = DecodedRecords::Depth::records;
        if (plan_.memory == ReplayMemory::touched_nodes) {
            ahead->touched = std::make_shared<TouchedNodes>();
            depth = DecodedRecords::Depth::requests;
        }
        for (const ReplayedLog& log : report_.logs) {
            LogAhead& found = ahead->logs[log.file.entry.name];
            DecodedRecords records(std::make_unique<io::MeteredSource>(open(log)), log.file.codec, UINT64_MAX,
                                   depth);
            while (const DecodedRecord* decoded = records.next())
                ahead->note(found, decoded->record.index,
                            decoded->is_request() ? &decoded->request : nullptr);
            found.end = records.end();
            found.damage = records.damage();
        }
        return ahead;
    }

    void apply_all() {
        if (!go_on({*replay_, nullptr, nullptr, nullptr}))
            return;
        begin_stage("applying the log");
        for (const ReplayedLog& log : report_.logs) {
            // A file that grows meanwhile is read as far as it was known.
            DecodedRecords records(std::make_unique<io::MeteredSource>(open(log)), log.file.codec,
                                   log.records, DecodedRecords::Depth::requests);
            while (const DecodedRecord* decoded = records.next())
                if (!apply(log, *decoded))
                    return;
        }
    }

    /// False: stop here.
    bool apply(const ReplayedLog& log, const DecodedRecord& decoded) {
        const ChangelogRecord& record = decoded.record;
        if (superseded_.is_superseded(record.index)) {
            ++report_.superseded;
            return true;
        }
        refuse_a_later_start(decoded);
        if (record.index <= report_.start_index) {
            passed_over_ = record.index;
            return true;
        }
        if (record.index != replay_->last_index() + 1)
            return stop_at_gap(log, record.index);
        if (plan_.at_index && record.index > *plan_.at_index)
            return stop(ReplayStop::point);
        try {
            return apply_decoded(decoded);
        } catch (Error& error) {
            if (error.kind() != ErrorKind::bad_input)
                throw;
            report_.findings.push_back({Severity::error, "log.bad-request", logs_.place(log.file.entry.name),
                                        error.offset(),
                                        fmt::format("record {}: {}", record.index, error.finding()), ""});
            return stop(ReplayStop::undecodable);
        }
    }

    /// No snapshot says when it was made; the records that it ends with do.
    void refuse_a_later_start(const DecodedRecord& decoded) const {
        const std::uint64_t index = decoded.record.index;
        if (!report_.snapshot || report_.applied > 0 || decoded.undecodable ||
            decoded.record.type != RecordType::application || !is_later(decoded.request) ||
            (index > report_.start_index && passed_over_ == report_.start_index))
            return;
        throw Error(ErrorKind::bad_input,
                    fmt::format("the tree of {} is not in the files: they begin with snapshot {}, and record "
                                "{} is of {}",
                                time_text(*plan_.at_time_ms), report_.start_index, index,
                                time_text(*decoded.request.time_ms)))
            .file(snapshots_.place(report_.snapshot->entry.name))
            .hint("An older snapshot, or the log from its beginning, is needed.");
    }

    bool apply_decoded(const DecodedRecord& decoded) {
        const ChangelogRecord& record = decoded.record;
        if (record.type == RecordType::configuration) {
            replay_->apply(record, decode_cluster_config(record.blob, decoded.offset));
            ++report_.applied;
            return go_on({*replay_, &record, nullptr, nullptr});
        }
        if (record.type != RecordType::application)
            throw Error(ErrorKind::bad_input, fmt::format("its type {} never occurs in files",
                                                          static_cast<std::int32_t>(record.type)))
                .at(decoded.offset);
        if (decoded.undecodable)
            throw Error(*decoded.undecodable);
        const Request& request = decoded.request;
        if (lies_behind(request))
            return stop(ReplayStop::point);
        const Outcome& outcome = replay_->apply(record, request);
        ++report_.applied;
        if (outcome.code != ReplyCode::ok)
            ++report_.failed;
        if (request.time_ms)
            report_.last_time_ms = request.time_ms;
        return go_on({*replay_, &record, &request, &outcome});
    }

    bool is_later(const Request& request) const {
        return plan_.at_time_ms && request.time_ms && *request.time_ms > *plan_.at_time_ms;
    }
    bool lies_behind(const Request& request) const {
        return (plan_.at_zxid && request.zxid > *plan_.at_zxid) || is_later(request);
    }

    bool go_on(const ReplayStep& step) {
        if (plan_.observer && !plan_.observer(step))
            return stop(ReplayStop::observer);
        if (plan_.stops_at_disagreement && step.outcome != nullptr && !step.outcome->digest_agrees)
            return stop(ReplayStop::disagreement);
        return true;
    }

    bool stop(ReplayStop why) {
        report_.stop = why;
        return false;
    }

    bool stop_at_gap(const ReplayedLog& log, std::uint64_t found) {
        const std::uint64_t wanted = replay_->last_index() + 1;
        report_.findings.push_back({Severity::error,
                                    "log.gap",
                                    logs_.place(log.file.entry.name),
                                    {},
                                    found - wanted == 1
                                        ? fmt::format("record {} is missing", wanted)
                                        : fmt::format("records {} to {} are missing", wanted, found - 1),
                                    ""});
        return stop(ReplayStop::gap);
    }
};

} // namespace

ReplayedDirectory replay_directory(storage::Disk& snapshots, storage::Disk& logs, const ReplayPlan& plan,
                                   io::Meter* meter) {
    return DirectoryReplay(snapshots, logs, plan, meter).run();
}

} // namespace keeperfs::keeper
