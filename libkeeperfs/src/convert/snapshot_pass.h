#pragma once
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/io/source.h"
#include "keeperfs/keeper/snapshot_reader.h"

#include <memory>
#include <string>

namespace keeperfs::convert {

/// One reading of a snapshot from its first node to its last, decoded on a thread of its own. Errors name the
/// file; the meter counts its bytes.
class SnapshotPass {
public:
    SnapshotPass(std::shared_ptr<io::File> file, std::string name, const char* stage, io::Meter* meter);

    bool next(keeper::SnapshotNode& node);
    const keeper::SnapshotReader& reader() const noexcept { return *reader_; }

private:
    std::string name_;
    std::unique_ptr<io::Source> source_;
    std::unique_ptr<keeper::SnapshotReader> reader_;
};

} // namespace keeperfs::convert
