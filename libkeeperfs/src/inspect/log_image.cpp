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
                if (run.first > 0 && run.last() >= run.first)
                    insert({run, directory, file, salvaged});
}

void LogImage::drop_from(std::uint64_t index, std::uint64_t smaller_than_term) {
    std::vector<LogPiece> kept;
    for (const LogPiece& piece : pieces_) {
        if (piece.run.last() < index || piece.run.term >= smaller_than_term) {
            kept.push_back(piece);
            continue;
        }
        if (piece.run.first < index)
            kept.push_back(part_of(piece, piece.run.first, index - 1));
        superseded_.push_back(part_of(piece, std::max(index, piece.run.first), piece.run.last()));
    }
    pieces_ = std::move(kept);
}

void LogImage::insert(const LogPiece& piece) {
    // The common case, without a search: the log goes on.
    if (pieces_.empty() ||
        (piece.run.first > pieces_.back().run.last() && piece.run.term >= pieces_.back().run.term)) {
        pieces_.push_back(piece);
        return;
    }
    const bool overwrites = std::ranges::any_of(pieces_, [&](const LogPiece& other) {
        return other.run.term < piece.run.term && other.run.last() >= piece.run.first;
    });
    if (overwrites)
        drop_from(piece.run.first, piece.run.term);
    std::uint64_t last = piece.run.last();
    // A record of a greater term before it shows that it was overwritten.
    for (const LogPiece& other : pieces_)
        if (other.run.term > piece.run.term && other.run.first <= last)
            last = other.run.first - 1;
    if (last < piece.run.last())
        superseded_.push_back(part_of(piece, std::max(last + 1, piece.run.first), piece.run.last()));
    std::vector<LogPiece> merged;
    std::uint64_t next = piece.run.first;
    const auto add_until = [&](std::uint64_t before) {
        if (next <= last && next < before) {
            const std::uint64_t end = std::min(last, before - 1);
            merged.push_back(part_of(piece, next, end));
            next = end + 1;
        }
    };
    for (const LogPiece& other : pieces_) {
        add_until(other.run.first);
        merged.push_back(other);
        next = std::max(next, other.run.last() + 1);
    }
    add_until(UINT64_MAX);
    pieces_ = std::move(merged);
}

std::vector<IndexRange> LogImage::gaps() const {
    std::vector<IndexRange> gaps;
    for (std::size_t i = 1; i < pieces_.size(); ++i)
        if (pieces_[i].run.first > pieces_[i - 1].run.last() + 1)
            gaps.push_back({pieces_[i - 1].run.last() + 1, pieces_[i].run.first - 1});
    return gaps;
}

std::optional<LogPiece> LogImage::at(std::uint64_t index) const {
    const auto after =
        std::ranges::upper_bound(pieces_, index, {}, [](const LogPiece& piece) { return piece.run.first; });
    if (after == pieces_.begin() || (after - 1)->run.last() < index)
        return std::nullopt;
    return *(after - 1);
}

std::uint64_t LogImage::last() const noexcept { return pieces_.empty() ? 0 : pieces_.back().run.last(); }

std::uint64_t LogImage::reach(std::uint64_t index) const {
    for (const LogPiece& piece : pieces_)
        if (piece.run.first <= index + 1 && piece.run.last() > index)
            index = piece.run.last();
    return index;
}

std::uint64_t LogImage::begin_of(std::uint64_t index) const {
    if (!at(index))
        return index + 1;
    std::uint64_t begin = index;
    for (auto piece = pieces_.rbegin(); piece != pieces_.rend(); ++piece)
        if (piece->run.first < begin && piece->run.last() + 1 >= begin)
            begin = piece->run.first;
    return begin;
}

void LogImage::fill_from(const LogImage& peer) {
    std::vector<LogPiece> wanted;
    const auto take = [&](std::uint64_t first, std::uint64_t last) {
        for (const LogPiece& piece : peer.pieces_)
            if (piece.run.last() >= first && piece.run.first <= last)
                wanted.push_back(
                    part_of(piece, std::max(first, piece.run.first), std::min(last, piece.run.last())));
    };
    const auto agrees_at = [&](std::uint64_t index) {
        const auto own = at(index), other = peer.at(index);
        return own && other && own->run.term == other->run.term;
    };
    for (const IndexRange& gap : gaps())
        if (agrees_at(gap.first - 1) && agrees_at(gap.last + 1))
            take(gap.first, gap.last);
    if (agrees_at(last()))
        take(last() + 1, peer.last());
    for (const LogPiece& piece : wanted)
        insert(piece);
}

} // namespace keeperfs::inspect
