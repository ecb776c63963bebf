#include "convert/snapshot_pass.h"

#include "keeperfs/base/error.h"

namespace keeperfs::convert {

SnapshotPass::SnapshotPass(std::shared_ptr<io::File> file, std::string name, const char* stage,
                           io::Meter* meter)
    : name_(std::move(name)), source_(std::move(file)), meter_(meter) {
    if (meter_ != nullptr)
        meter_->start(stage, source_.size());
    try {
        reader_ = std::make_unique<keeper::SnapshotReader>(source_);
    } catch (Error& error) {
        error.file(name_);
        throw;
    }
}

bool SnapshotPass::next(keeper::SnapshotNode& node) {
    try {
        const bool has_one = reader_->next(node);
        if (meter_ != nullptr && source_.position() != metered_) {
            meter_->add(source_.position() - metered_);
            metered_ = source_.position();
        }
        return has_one;
    } catch (Error& error) {
        error.file(name_);
        throw;
    }
}

} // namespace keeperfs::convert
