#pragma once
#include "keeperfs/io/file_source.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/io/source.h"

#include <memory>
#include <string>
#include <utility>

namespace keeperfs::io {

/// Counts the bytes that are read through it.
class MeteredSource final : public Source {
public:
    /// `meter`: nullptr counts nothing.
    MeteredSource(std::unique_ptr<Source> from, Meter* meter) : from_(std::move(from)), meter_(meter) {}
    std::size_t read(std::span<std::uint8_t> into) override {
        const std::size_t got = from_->read(into);
        if (meter_ != nullptr)
            meter_->add(got);
        return got;
    }
    std::optional<std::uint64_t> remaining() const override { return from_->remaining(); }

private:
    std::unique_ptr<Source> from_;
    Meter* meter_;
};

inline MeteredSource metered_file(FileSystem& files, const std::string& path, Meter* meter) {
    return {std::make_unique<FileSource>(files, path), meter};
}

} // namespace keeperfs::io
