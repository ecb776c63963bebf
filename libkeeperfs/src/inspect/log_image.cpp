#include "keeperfs/inspect/log_image.h"

namespace keeperfs::inspect {

namespace {

/// Of a run, the records from `first` to `last`.
LogPiece part_of(const LogPiece& piece, std::uint64_t first, std::uint64_t last) {
    LogPiece part = piece;
    part.run.first = first;
    part.run.count = last - first + 1;
    part.run.zxid = piece.run.zxid_at(first);
    return part;
}

} // namespace

void LogImage::add(const DirectoryScan& scan, std::size_t directory) {
    for (const bool salvaged : {false, true})
        for (std::size_t file = 0; file < scan.logs.size(); ++file)
            for (const RecordRun& run : salvaged ? scan.logs[file].salvaged : scan.logs[file].runs)
                if (run.first > 0 && run.last() >= run.first && run.last() < UINT64_MAX)
                    insert({run, directory, file, salvaged});
}

LogImage::Pieces::const_iterator LogImage::from(std::uint64_t index) const {
    auto piece = pieces_.upper_bound(index);
    if (piece != pieces_.begin() && std::prev(piece)->second.run.last() >= index)
        --piece;
    return piece;
}

void LogImage::put(const LogPiece& piece, std::uint64_t first, std::uint64_t last) {
    pieces_.insert_or_assign(first, part_of(piece, first, last));
}

void LogImage::supersede(const LogPiece& piece, std::uint64_t first, std::uint64_t last) {
    superseded_.push_back(part_of(piece, first, last));
}

/// Drops every record from its first index on that has a smaller term.
void LogImage::overwrite(const LogPiece& by) {
    auto other = from(by.run.first);
    while (other != pieces_.end() && other->second.run.term < by.run.term) {
        const LogPiece old = other->second;
        other = pieces_.erase(other);
        if (old.run.first < by.run.first)
            put(old, old.run.first, by.run.first - 1);
        supersede(old, std::max(old.run.first, by.run.first), old.run.last());
    }
}

// Since terms never fall along the image, what is around a record decides all about it.
void LogImage::insert(const LogPiece& piece) {
    overwrite(piece);
    std::uint64_t next = piece.run.first, last = piece.run.last();
    auto other = from(next);
    if (other != pieces_.begin() && std::prev(other)->second.run.term > piece.run.term) {
        supersede(piece, next, last);
        return;
    }
    std::vector<IndexRange> free;
    for (; other != pieces_.end() && other->second.run.first <= last; ++other) {
        const RecordRun& run = other->second.run;
        if (run.term > piece.run.term) {
            supersede(piece, std::max(next, run.first), last);
            last = run.first - 1;
            break;
        }
        if (run.first > next)
            free.push_back({next, run.first - 1});
        next = run.last() + 1;
    }
    if (next <= last)
        free.push_back({next, last});
    for (const IndexRange& range : free)
        put(piece, range.first, range.last);
}

std::vector<IndexRange> LogImage::gaps() const {
    std::vector<IndexRange> gaps;
    std::optional<std::uint64_t> last;
    for (const auto& [first, piece] : pieces_) {
        if (last && first > *last + 1)
            gaps.push_back({*last + 1, first - 1});
        last = piece.run.last();
    }
    return gaps;
}

std::optional<LogPiece> LogImage::at(std::uint64_t index) const {
    const auto piece = from(index);
    if (piece == pieces_.end() || piece->first > index)
        return std::nullopt;
    return piece->second;
}

std::uint64_t LogImage::last() const noexcept {
    return pieces_.empty() ? 0 : pieces_.rbegin()->second.run.last();
}

std::uint64_t LogImage::reach(std::uint64_t index) const {
    for (auto piece = from(index + 1); piece != pieces_.end() && piece->first <= index + 1; ++piece)
        index = piece->second.run.last();
    return index;
}

std::uint64_t LogImage::begin_of(std::uint64_t index) const {
    auto piece = from(index);
    if (piece == pieces_.end() || piece->first > index)
        return index + 1;
    while (piece != pieces_.begin() && std::prev(piece)->second.run.last() + 1 == piece->first)
        --piece;
    return piece->first;
}

const LogPiece* LogImage::up_to(std::uint64_t index) const {
    const auto behind = pieces_.upper_bound(index);
    return behind == pieces_.begin() ? nullptr : &std::prev(behind)->second;
}

std::optional<std::uint64_t> LogImage::last_common(const LogImage& other, std::uint64_t limit) const {
    for (std::uint64_t index = limit;;) {
        const LogPiece *own = up_to(index), *its = other.up_to(index);
        if (own == nullptr || its == nullptr)
            return std::nullopt;
        index = std::min({index, own->run.last(), its->run.last()});
        const std::uint64_t first = std::max(own->run.first, its->run.first);
        if (index >= first && own->run.term == its->run.term)
            return index;
        // No index is 0, so there is one before it.
        index = std::min(index, first - 1);
    }
}

void LogImage::take(const LogImage& other, IndexRange range) {
    for (auto piece = other.from(range.first); piece != other.pieces_.end() && piece->first <= range.last;
         ++piece)
        insert(part_of(piece->second, std::max(range.first, piece->first),
                       std::min(range.last, piece->second.run.last())));
}

} // namespace keeperfs::inspect
