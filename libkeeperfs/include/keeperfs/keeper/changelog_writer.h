#pragma once
#include "keeperfs/export.h"
#include "keeperfs/io/source.h"
#include "keeperfs/keeper/changelog.h"

#include <cstdint>
#include <memory>
#include <string>

namespace keeperfs::keeper {

/// Writes one changelog. finish() ends it (zstd: the frame too) and finishes the sink that it borrows.
class KEEPERFS_EXPORT ChangelogWriter {
public:
    ChangelogWriter(io::Sink& file, ChangelogCodec codec);
    ~ChangelogWriter();

    /// The record's own version is written; above changelog_format::newest_record_version it throws
    /// Error(refused).
    void write(const ChangelogRecord& record);
    void finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// "changelog_<from>_<to>.bin[.zstd]"
KEEPERFS_EXPORT std::string changelog_name(std::uint64_t from, std::uint64_t to, ChangelogCodec codec);

} // namespace keeperfs::keeper
