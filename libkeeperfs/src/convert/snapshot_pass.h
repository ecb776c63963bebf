#pragma once
#include "keeperfs/io/file_source.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/keeper/snapshot_reader.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace keeperfs::convert {

/// One reading of a snapshot from its first node to its last. Errors name the file; the meter counts its
/// bytes.
class SnapshotPass {
public:
    SnapshotPass(std::shared_ptr<io::File> file, std::string name, const char* stage, io::Meter* meter);

    bool next(keeper::SnapshotNode& node);
    const keeper::SnapshotReader& reader() const noexcept { return *reader_; }

private:
    std::string name_;
    io::FileSource source_;
    std::unique_ptr<keeper::SnapshotReader> reader_;
    io::Meter* meter_;
    std::uint64_t metered_ = 0;
};

} // namespace keeperfs::convert
