#include "convert/snapshot_pass.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/file_source.h"
#include "keeperfs/io/metered_source.h"

#include <utility>

namespace keeperfs::convert {

SnapshotPass::SnapshotPass(std::shared_ptr<io::File> file, std::string name, const char* stage,
                           io::Meter* meter)
    : name_(std::move(name)) {
    auto source = std::make_unique<io::FileSource>(std::move(file));
    if (meter != nullptr)
        meter->start(stage, source->size());
    source_ = std::make_unique<io::MeteredSource>(std::move(source), meter);
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
