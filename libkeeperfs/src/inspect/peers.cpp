#include "inspect/peers.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/io/metered_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <tuple>

namespace keeperfs::inspect {

namespace {

using Marks = std::vector<RecordMark>;

auto key_of(const RecordMark& mark) { return std::tuple(mark.index, mark.term); }

Marks sorted_marks(const DirectoryScan& scan) {
    Marks marks;
    for (const LogScan& log : scan.logs)
        marks.insert(marks.end(), log.marks.begin(), log.marks.end());
    std::ranges::sort(marks, {}, key_of);
    return marks;
}

class Comparison {
public:
    /// `marks`: of each scan. `peer`: its number; `image`: its log alone.
    Comparison(io::FileSystem& files, FsckReport& report, const std::vector<Marks>& marks, std::size_t peer,
               const LogImage& image, io::Meter* meter)
        : files_(files), report_(report), marks_(marks), peer_(peer), image_(image), meter_(meter) {}

    /// Whether a record of the peer is one of the log of all, or a snapshot one's own.
    bool shares_history() {
        const auto common = report_.all.last_common(image_);
        if (common && is_same_at(report_.all, *common))
            return true;
        const SnapshotScan* snapshot = own_scan().newest_sound();
        return snapshot != nullptr && (is_of_this_history(snapshot->header()) || has_snapshot(*snapshot));
    }
    /// The first record of those compared that has the same index and term on both sides, and is not the
    /// same.
    std::optional<std::uint64_t> first_difference() {
        auto peer = marks_[peer_].begin();
        const auto end = marks_[peer_].end();
        for (const RecordMark& own : marks_.front()) {
            while (peer != end && key_of(*peer) < key_of(own))
                ++peer;
            if (peer == end || key_of(*peer) != key_of(own))
                continue;
            if (peer->checksum != own.checksum)
                return own.index;
        }
        const auto common = report_.own.last_common(image_);
        return common && !is_same_at(report_.own, *common) ? common : std::nullopt;
    }
    /// The first index at which the peer's record has a greater term than one's own.
    std::optional<std::uint64_t> first_overwritten() const {
        for (const auto& [first, piece] : report_.own.pieces())
            for (std::uint64_t index = first; index <= piece.run.last();) {
                const auto other = image_.at(index);
                if (other && other->run.term > piece.run.term)
                    return index;
                index = other ? other->run.last() + 1 : next_of_peer(index);
            }
        return std::nullopt;
    }
    /// Takes what belongs there into the log of all, which other peers may have filled before; false when
    /// there was nothing.
    bool fill() {
        LogImage& all = report_.all;
        const std::size_t before = all.pieces().size();
        for (const IndexRange& gap : all.gaps())
            fill_gap(gap);
        fill_behind_snapshot();
        if (image_.last() > all.last() && is_same_at(all, all.last()))
            all.take(image_, {all.last() + 1, image_.last()});
        const SnapshotScan* newest = report_.scans[peer_].newest_sound();
        if (newest != nullptr && newest->header().last_log_index > all.last())
            all.take(image_, {newest->header().last_log_index + 1, UINT64_MAX});
        return all.pieces().size() > before;
    }

private:
    io::FileSystem& files_;
    FsckReport& report_;
    const std::vector<Marks>& marks_;
    std::size_t peer_;
    const LogImage& image_;
    io::Meter* meter_;

    const DirectoryScan& own_scan() const { return report_.scans.front(); }
    /// By raft, with a record that is the same all before it are the same too. So the peer's records count
    /// from the gap's end downwards as far as it has them; whoever has the first of them must have the one
    /// before it too, since one's own could have been overwritten in the cluster.
    void fill_gap(IndexRange gap) {
        if (!is_same_at(report_.all, gap.last + 1))
            return;
        const std::uint64_t first = image_.begin_of(gap.last);
        if (first > gap.first)
            report_.all.take(image_, {first, gap.last});
        else if (is_same_at(report_.all, gap.first - 1))
            report_.all.take(image_, gap);
    }
    std::uint64_t next_of_peer(std::uint64_t index) const {
        const auto next = image_.pieces().upper_bound(index);
        return next == image_.pieces().end() ? UINT64_MAX : next->first;
    }
    /// `log`: one's own, or that of all.
    bool is_same_at(const LogImage& log, std::uint64_t index) {
        const auto own = log.at(index), other = image_.at(index);
        if (!own || !other || own->run.term != other->run.term)
            return false;
        const auto checksum = checksum_of(*own, index);
        return checksum && checksum == checksum_of(*other, index);
    }
    std::optional<std::uint64_t> checksum_of(const LogPiece& piece, std::uint64_t index) {
        const RecordMark wanted{index, piece.run.term, 0};
        const Marks& marks = marks_[piece.directory];
        const auto mark = std::ranges::lower_bound(marks, key_of(wanted), {}, key_of);
        if (mark != marks.end() && key_of(*mark) == key_of(wanted))
            return mark->checksum;
        return read_checksum(report_.scans[piece.directory].logs[piece.file], wanted);
    }
    /// The records of a file up to the one that is wanted; false when it is not there any more.
    template <class See> bool read_to(const LogScan& log, const RecordMark& wanted, const See& see) {
        auto source = io::metered_file(files_, log.path, meter_);
        keeper::ChangelogReader reader(source, log.file.codec);
        keeper::ChangelogRecord record;
        while (keeper::next_salvaged(reader, record)) {
            see(reader, record);
            if (record.index == wanted.index && record.term == wanted.term)
                return true;
        }
        return false;
    }
    std::optional<std::uint64_t> read_checksum(const LogScan& log, const RecordMark& wanted) {
        std::uint64_t checksum = 0;
        const auto keep = [&](const keeper::ChangelogReader& reader, const keeper::ChangelogRecord&) {
            checksum = reader.record_checksum();
        };
        return read_to(log, wanted, keep) ? std::optional(checksum) : std::nullopt;
    }

    void fill_behind_snapshot() {
        LogImage& all = report_.all;
        const SnapshotScan* snapshot = own_scan().newest_sound();
        if (snapshot == nullptr || !is_of_this_history(snapshot->header()))
            return;
        const std::uint64_t first = snapshot->header().last_log_index + 1;
        if (all.at(first))
            return;
        const auto next = all.pieces().upper_bound(first);
        if (next == all.pieces().end())
            all.take(image_, {first, std::max(first, image_.last())});
        else if (is_same_at(all, next->first))
            all.take(image_, {first, next->first - 1});
    }
    bool has_snapshot(const SnapshotScan& own) const {
        return std::ranges::any_of(report_.scans[peer_].snapshots, [&](const SnapshotScan& other) {
            return other.is_sound() && other.header().last_log_index == own.header().last_log_index &&
                   is_tree_of(own.header(), other.header().zxid, other.header().digest_version,
                              other.header().digest);
        });
    }
    /// Index, term and zxid are soon the same in two clusters that were set up alike; the tree's digest is
    /// not.
    static bool is_tree_of(const keeper::SnapshotHeader& header, std::int64_t zxid, int digest_version,
                           std::uint64_t digest) {
        return header.zxid == zxid && header.digest_version != 0 && header.digest_version == digest_version &&
               header.digest == digest;
    }
    bool is_of_this_history(const keeper::SnapshotHeader& header) {
        const auto piece = image_.at(header.last_log_index);
        if (!piece || piece->run.term != header.last_log_term)
            return false;
        // Records of sessions and configurations have no digest: that of the one before them still holds.
        keeper::Request request;
        int digest_version = 0;
        std::uint64_t digest = 0;
        const auto keep = [&](const keeper::ChangelogReader& reader, const keeper::ChangelogRecord& record) {
            if (record.type != keeper::RecordType::application)
                return;
            keeper::decode_request(record.blob, record.index, reader.record_offset(), request);
            if (request.digest_version != 0) {
                digest_version = request.digest_version;
                digest = request.digest;
            }
        };
        try {
            return read_to(report_.scans[peer_].logs[piece->file],
                           {header.last_log_index, piece->run.term, 0}, keep) &&
                   is_tree_of(header, piece->run.zxid_at(header.last_log_index), digest_version, digest);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::bad_input)
                throw;
            return false;
        }
    }
};

void tell_what_peers_have(FsckReport& report) {
    std::optional<LogPiece> before;
    for (const auto& [first, piece] : report.all.pieces()) {
        const bool goes_on = before && before->directory == piece.directory && before->file == piece.file &&
                             before->run.last() + 1 == first;
        before = piece;
        if (piece.directory == 0)
            continue;
        if (!goes_on) {
            report.findings.push_back(
                make_finding("peer.has-more", report.scans[piece.directory].logs[piece.file].path,
                             "records that are missing here are there",
                             "keeperctl fsck --peer --repair-to takes them from there."));
            report.findings.back().indices = IndexRange{first, first};
        }
        report.findings.back().indices->last = piece.run.last();
    }
}

FsckFinding finding_at(std::string_view code, const DirectoryScan& peer, std::uint64_t index,
                       std::string message, std::string hint) {
    FsckFinding found = make_finding(code, peer.places.log_dir, std::move(message), std::move(hint));
    found.indices = IndexRange{index, index};
    return found;
}

/// Says what shows that a peer is of another history; true when nothing does.
bool may_belong(FsckReport& report, std::size_t number, Comparison& comparison) {
    const auto index = comparison.first_difference();
    if (index)
        report.findings.push_back(finding_at(
            "peer.diverged", report.scans[number], *index,
            fmt::format("record {} is of the same term here and there, and is not the same", *index),
            "Is it the directory of another cluster? Nothing is taken from it."));
    return !index;
}

/// What one proves or fills can be what another goes on from.
void take_from_all(FsckReport& report, std::map<std::size_t, Comparison>& peers) {
    for (bool any = true; any;) {
        any = false;
        for (auto& [number, comparison] : peers) {
            bool& is_proven = report.scans[number].is_proven_peer;
            if (!is_proven)
                any = (is_proven = comparison.shares_history()) || any;
            if (is_proven)
                any = comparison.fill() || any;
        }
    }
}

void tell_of_peer(FsckReport& report, const DirectoryScan& peer, const Comparison& comparison) {
    if (!peer.is_proven_peer)
        report.findings.push_back(make_finding(
            "peer.not-proven", peer.places.log_dir, "no record and no snapshot is the same here and there",
            "Nothing is taken from it. Is it a member of the same cluster?"));
    else if (const auto index = comparison.first_overwritten())
        report.findings.push_back(finding_at(
            "peer.newer-term", peer, *index,
            fmt::format("from record {} on the peer has records of a greater term", *index),
            "The cluster has overwritten those here; they were never acknowledged, or this directory "
            "is the older one."));
}

} // namespace

void look_at_peers(io::FileSystem& files, FsckReport& report, io::Meter* meter) {
    std::vector<Marks> marks;
    for (const DirectoryScan& scan : report.scans)
        marks.push_back(sorted_marks(scan));
    std::deque<LogImage> images;
    std::map<std::size_t, Comparison> peers;
    for (std::size_t number = 1; number < report.scans.size(); ++number) {
        LogImage& image = images.emplace_back();
        image.add(report.scans[number], number);
        Comparison comparison(files, report, marks, number, image, meter);
        if (may_belong(report, number, comparison))
            peers.emplace(number, comparison);
    }
    take_from_all(report, peers);
    for (const auto& [number, comparison] : peers)
        tell_of_peer(report, report.scans[number], comparison);
    tell_what_peers_have(report);
}

} // namespace keeperfs::inspect
