#include "keeperfs/inspect/lost_changes.h"

#include "keeperfs/inspect/log_entry.h"
#include "keeperfs/inspect/log_filter.h"
#include "keeperfs/io/metered_source.h"

#include <algorithm>
#include <numeric>

namespace keeperfs::inspect {

namespace {

using keeper::OpNum;

bool is_a_change(OpNum op) {
    return keeper::can_change_the_tree(op) && op != OpNum::check && op != OpNum::check_not_exists &&
           op != OpNum::check_stat && op != OpNum::auth;
}

/// By directory and file; the pieces of a file in the order of their indices.
using PiecesByFile = std::map<std::pair<std::size_t, std::size_t>, std::vector<LogPiece>>;

PiecesByFile pieces_behind(const LogImage& image, std::uint64_t index) {
    PiecesByFile files;
    for (const auto& [first, piece] : image.pieces())
        if (piece.run.last() > index)
            files[{piece.directory, piece.file}].push_back(piece);
    return files;
}

bool contain(const std::vector<LogPiece>& pieces, const keeper::ChangelogRecord& record) {
    const auto piece =
        std::ranges::lower_bound(pieces, record.index, {}, [](const LogPiece& at) { return at.run.last(); });
    return piece != pieces.end() && piece->run.first <= record.index && piece->run.term == record.term;
}

class Reader {
public:
    Reader(io::FileSystem& files, const std::vector<DirectoryScan>& scans, io::Meter* meter)
        : files_(files), scans_(scans), meter_(meter) {}

    LostChanges find(const LogImage& image, const RepairPlan& plan) {
        if (const auto kept = image.at(plan.last_index); kept && !plan.missing.empty())
            read(*kept, [&](const LogEntry& entry) {
                if (entry.record.index <= plan.last_index && entry.is_request() && entry.request.time_ms)
                    lost_.last_kept_ms = entry.request.time_ms;
                return entry.record.index != plan.last_index || entry.record.term != kept->run.term;
            });
        for (const auto& [place, pieces] : pieces_behind(image, plan.last_index))
            read(pieces.front(), [&, &lost = pieces](const LogEntry& entry) {
                if (entry.record.index > plan.last_index && contain(lost, entry.record) && entry.is_request())
                    take(entry);
                return true;
            });
        return std::move(lost_);
    }

private:
    io::FileSystem& files_;
    const std::vector<DirectoryScan>& scans_;
    io::Meter* meter_;
    LostChanges lost_;

    /// The records of the file in which the piece lies.
    template <class See> void read(const LogPiece& piece, const See& see) {
        const LogScan& log = scans_[piece.directory].logs[piece.file];
        auto source = io::metered_file(files_, log.path, meter_);
        keeper::ChangelogReader reader(source, log.file.codec);
        LogEntry entry;
        while (keeper::next_salvaged(reader, entry.record)) {
            entry.offset = reader.record_offset();
            entry.decode();
            if (!see(entry))
                return;
        }
    }
    void take(const LogEntry& entry) {
        const keeper::Request& request = entry.request;
        if (!lost_.first_lost_ms)
            lost_.first_lost_ms = request.time_ms;
        for_each_operation(
            request, [&](const keeper::RequestOperation& operation, std::optional<std::size_t>) {
                if (!is_a_change(operation.op))
                    return;
                ++lost_.by_operation[operation.op];
                if (lost_.first.size() < LostChanges::most_listed)
                    lost_.first.push_back({entry.record.index, request.time_ms, request.session_id,
                                           operation.op, std::string(as_text(operation.path))});
            });
    }
};

} // namespace

std::uint64_t LostChanges::total() const noexcept {
    return std::accumulate(by_operation.begin(), by_operation.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const auto& count) { return sum + count.second; });
}

LostChanges find_lost_changes(io::FileSystem& files, const std::vector<DirectoryScan>& scans,
                              const LogImage& image, const RepairPlan& plan, io::Meter* meter) {
    return Reader(files, scans, meter).find(image, plan);
}

} // namespace keeperfs::inspect
