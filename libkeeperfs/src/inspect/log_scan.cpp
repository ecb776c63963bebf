#include "inspect/log_scan.h"

#include "keeperfs/io/codecs.h"
#include "keeperfs/io/metered_source.h"
#include "keeperfs/keeper/changelog_format.h"

#include <set>

namespace keeperfs::inspect {

using keeper::ChangelogEnd;
using keeper::OpNum;

namespace {

/// How often a file is read again because it grew while it was read, and ended in the middle of a record.
constexpr int most_readings = 3;

bool is_known_to_all(OpNum op) {
    switch (op) {
    case OpNum::create2:
    case OpNum::create_container:
    case OpNum::create_ttl:
    case OpNum::reconfig:
    case OpNum::check_not_exists:
    case OpNum::create_if_not_exists:
    case OpNum::remove_recursive:
    case OpNum::check_stat:
    case OpNum::try_remove:
        return false;
    default:
        return true;
    }
}

bool uses_auth_scheme(const keeper::RequestOperation& operation) {
    return std::ranges::any_of(operation.acl, [](const tree::Acl& entry) { return entry.scheme == "auth"; });
}

/// Takes records one by one and keeps what the rules across files need.
class LogWalk {
public:
    LogWalk(LogScan& scan, keeper::LookAhead* ahead) : scan_(scan), ahead_(ahead) {}

    void take(const keeper::ChangelogReader& reader, const keeper::ChangelogRecord& record,
              bool is_behind_damage, bool is_behind_stray) {
        const bool uses_zxid = read_content(record, reader.record_offset(), is_behind_damage);
        std::vector<RecordRun>& runs = is_behind_damage ? scan_.salvaged : scan_.runs;
        const bool starts_anew = (is_behind_damage && !salvages_) || (is_behind_stray && !behind_stray_);
        salvages_ = is_behind_damage;
        if (is_behind_stray && !behind_stray_)
            scan_.runs_before_stray = runs.size();
        behind_stray_ = is_behind_stray;
        const RecordMark mark{record.index, record.term, reader.record_checksum()};
        if (!starts_anew && continues(runs, record, uses_zxid)) {
            ++runs.back().count;
        } else {
            runs.push_back({record.index, 1, record.term, zxid_});
            keep_mark(last_);
            keep_mark(mark);
        }
        if (mark.index % mark_distance == 0)
            keep_mark(mark);
        last_ = mark;
        if (is_behind_damage)
            return;
        ++scan_.records;
        if (ahead_ != nullptr)
            ahead_->note(log_ahead_, record.index, is_decoded_ ? &request_ : nullptr);
    }
    void end() { keep_mark(last_); }
    bool saw_stray() const noexcept { return behind_stray_; }
    keeper::LogAhead& log_ahead() noexcept { return log_ahead_; }

private:
    LogScan& scan_;
    keeper::LookAhead* ahead_;
    keeper::LogAhead log_ahead_;
    keeper::Request request_;
    bool is_decoded_ = false;                             ///< request_ is that of the record
    std::map<std::int64_t, std::uint64_t> authenticated_; ///< session -> index of its first authentication
    std::int64_t zxid_ = 0;                               ///< of the state behind the last record
    bool salvages_ = false, behind_stray_ = false;
    std::optional<RecordMark> last_;

    void keep_mark(const std::optional<RecordMark>& mark) {
        if (mark && (scan_.marks.empty() || scan_.marks.back().index != mark->index ||
                     scan_.marks.back().term != mark->term))
            scan_.marks.push_back(*mark);
    }

    bool continues(const std::vector<RecordRun>& runs, const keeper::ChangelogRecord& record,
                   bool uses_zxid) const {
        return !runs.empty() && uses_zxid && record.index == runs.back().last() + 1 &&
               record.term == runs.back().term && runs.back().zxid != 0 &&
               zxid_ == runs.back().zxid_at(record.index);
    }
    /// Sets the zxid; whether the record uses one up.
    bool read_content(const keeper::ChangelogRecord& record, std::uint64_t offset, bool is_behind_damage) {
        is_decoded_ = false;
        try {
            if (record.type == keeper::RecordType::configuration) {
                read_membership(record, offset, is_behind_damage);
                return false;
            }
            keeper::decode_request(record.blob, record.index, offset + keeper::changelog_format::header_bytes,
                                   request_);
            is_decoded_ = record.type == keeper::RecordType::application;
        } catch (const Error& error) {
            if (!is_behind_damage && !scan_.undecodable)
                scan_.undecodable = UndecodableRecord{record.index, error};
            zxid_ = 0;
            return false;
        }
        const bool is_session = request_.operation.op == OpNum::session_id;
        zxid_ = is_session ? request_.zxid - 1 : request_.zxid;
        if (!is_behind_damage)
            read_request(record.index);
        return !is_session;
    }
    void read_membership(const keeper::ChangelogRecord& record, std::uint64_t offset, bool is_behind_damage) {
        if (is_behind_damage)
            return;
        scan_.memberships.push_back({record.index, std::nullopt});
        scan_.memberships.back().config =
            keeper::decode_cluster_config(record.blob, offset + keeper::changelog_format::header_bytes);
    }
    void read_request(std::uint64_t index) {
        scan_.has_digests = scan_.has_digests || request_.digest_version != 0;
        if (request_.has_64bit_xid)
            scan_.last_64bit_xid = index;
        read_operation(request_.operation, index);
        for (const keeper::RequestOperation& part : request_.parts)
            read_operation(part, index);
    }
    void read_operation(const keeper::RequestOperation& operation, std::uint64_t index) {
        if (!is_known_to_all(operation.op))
            scan_.operations[operation.op] = index;
        if (operation.op == OpNum::auth)
            authenticated_.try_emplace(request_.session_id, index);
        else if (uses_auth_scheme(operation))
            if (const auto session = authenticated_.find(request_.session_id);
                session != authenticated_.end() &&
                (!scan_.auth_use || session->second > scan_.auth_use->authenticated))
                scan_.auth_use = AuthUse{session->second, index};
    }
};

void read_records(keeper::ChangelogReader& reader, LogScan& scan, keeper::LookAhead* ahead) {
    LogWalk walk(scan, ahead);
    keeper::ChangelogRecord record;
    while (reader.next(record))
        walk.take(reader, record, false, !reader.stray_block_offsets().empty());
    if (!walk.saw_stray())
        scan.runs_before_stray = scan.runs.size();
    scan.end = reader.end();
    scan.damage = reader.damage();
    scan.broken_record = reader.broken_record();
    scan.good_bytes = reader.good_bytes();
    scan.tail_bytes = reader.tail_bytes();
    scan.has_open_frame = reader.has_open_frame();
    scan.stray_block_offsets = reader.stray_block_offsets();
    if (ahead != nullptr) {
        walk.log_ahead().end = scan.end;
        walk.log_ahead().damage = scan.damage;
        ahead->logs[scan.file.entry.name] = std::move(walk.log_ahead());
    }
    while (reader.resume())
        while (reader.next(record))
            walk.take(reader, record, true, false);
    walk.end();
}

/// Whether zstd itself comes to the end behind so many bytes without a complaint, as a server's decoder
/// would.
bool decodes_quietly(io::FileSystem& files, const std::string& path, std::uint64_t bytes) {
    try {
        io::FileSource file(files, path);
        const auto source = io::zstd_source(file, io::OpenFrame::ends_the_stream);
        constexpr std::size_t at_once = 1 << 16;
        std::vector<std::uint8_t> buffer(at_once);
        std::uint64_t decoded = 0;
        while (const std::size_t got = source->read(buffer))
            decoded += got;
        return decoded == bytes;
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::bad_input)
            throw;
        return false;
    }
}

LogScan read_once(io::FileSystem& files, const std::string& path, const keeper::ChangelogFile& file,
                  keeper::LookAhead* ahead, io::Meter* meter) {
    LogScan scan;
    scan.file = file;
    scan.path = path;
    try {
        auto source = io::metered_file(files, path, meter);
        scan.file.entry.size = source.remaining().value_or(0);
        keeper::ChangelogReader reader(source, file.codec);
        read_records(reader, scan, ahead);
        if ((scan.end == ChangelogEnd::torn_record || scan.end == ChangelogEnd::zero_tail) &&
            file.codec == keeper::ChangelogCodec::zstd)
            scan.is_quietly_torn = decodes_quietly(files, path, scan.good_bytes);
        scan.is_growing = files.open_for_reading(path)->size() > scan.file.entry.size;
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::bad_input)
            throw;
        scan.unreadable = error;
    }
    return scan;
}

} // namespace

bool LogScan::is_broken() const noexcept {
    if (is_growing && end == ChangelogEnd::torn_record)
        return false;
    return damage.has_value() || !stray_block_offsets.empty();
}

std::optional<LogScan> scan_log(io::FileSystem& files, const std::string& path, keeper::ChangelogFile file,
                                keeper::LookAhead* ahead, io::Meter* meter) {
    for (int reading = 1;; ++reading) {
        LogScan scan = read_once(files, path, file, ahead, meter);
        if (scan.unreadable && !files.exists(path))
            return std::nullopt;
        if (!scan.is_growing || scan.end != ChangelogEnd::torn_record || reading == most_readings)
            return scan;
    }
}

} // namespace keeperfs::inspect
