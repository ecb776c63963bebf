#include "convert/snapshot_pass.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/file_source.h"

#include <utility>

namespace keeperfs::convert {

namespace {

class MeteredFile final : public io::Source {
public:
    MeteredFile(std::shared_ptr<io::File> file, const char* stage, io::Meter* meter)
        : file_(std::move(file)), meter_(meter) {
        if (meter_ != nullptr)
            meter_->start(stage, file_.size());
    }
    std::size_t read(std::span<std::uint8_t> into) override {
        const std::size_t got = file_.read(into);
        if (meter_ != nullptr)
            meter_->add(got);
        return got;
    }
    std::optional<std::uint64_t> remaining() const override { return file_.remaining(); }

private:
    io::FileSource file_;
    io::Meter* meter_;
};

} // namespace

SnapshotPass::SnapshotPass(std::shared_ptr<io::File> file, std::string name, const char* stage,
                           io::Meter* meter)
    : name_(std::move(name)), source_(std::make_unique<MeteredFile>(std::move(file), stage, meter)) {
    try {
        reader_ = std::make_unique<keeper::SnapshotReader>(*source_, keeper::Decoding::ahead);
    } catch (Error& error) {
        if (error.kind() == ErrorKind::bad_input)
            error.file(name_);
        throw;
    }
}

bool SnapshotPass::next(keeper::SnapshotNode& node) {
    try {
        return reader_->next(node);
    } catch (Error& error) {
        if (error.kind() == ErrorKind::bad_input)
            error.file(name_);
        throw;
    }
}

} // namespace keeperfs::convert
