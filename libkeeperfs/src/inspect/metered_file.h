#pragma once
#include "keeperfs/io/file_source.h"
#include "keeperfs/io/progress.h"

namespace keeperfs::inspect {

/// A file whose bytes are counted as they are read.
class MeteredFile final : public io::Source {
public:
    MeteredFile(io::FileSystem& files, const std::string& path, io::Meter* meter)
        : file_(files, path), meter_(meter) {}
    std::size_t read(std::span<std::uint8_t> into) override {
        const std::size_t got = file_.read(into);
        if (meter_ != nullptr)
            meter_->add(got);
        return got;
    }
    std::optional<std::uint64_t> remaining() const override { return file_.remaining(); }
    std::uint64_t size() const noexcept { return file_.size(); }

private:
    io::FileSource file_;
    io::Meter* meter_;
};

} // namespace keeperfs::inspect
