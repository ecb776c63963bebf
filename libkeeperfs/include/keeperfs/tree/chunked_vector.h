#pragma once
#include <cstddef>
#include <memory>
#include <vector>

namespace keeperfs::tree {

/// A column of a table with a hundred million rows: grows without moving what is there, so its peak is its
/// size.
template <class T, std::size_t ChunkBits = 16> class ChunkedVector {
public:
    static constexpr std::size_t chunk_size = std::size_t{1} << ChunkBits;

    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }

    void push_back(const T& value) {
        if (size_ == chunks_.size() << ChunkBits)
            chunks_.push_back(std::make_unique_for_overwrite<T[]>(chunk_size));
        chunks_[size_ >> ChunkBits][size_ & (chunk_size - 1)] = value;
        ++size_;
    }
    T& operator[](std::size_t i) noexcept { return chunks_[i >> ChunkBits][i & (chunk_size - 1)]; }
    const T& operator[](std::size_t i) const noexcept {
        return chunks_[i >> ChunkBits][i & (chunk_size - 1)];
    }
    std::size_t memory_bytes() const noexcept { return chunks_.size() * chunk_size * sizeof(T); }

private:
    std::vector<std::unique_ptr<T[]>> chunks_;
    std::size_t size_ = 0;
};

} // namespace keeperfs::tree
