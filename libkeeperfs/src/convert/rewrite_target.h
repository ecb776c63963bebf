#pragma once
// Where a rewritten snapshot may go.
#include "keeperfs/base/finding.h"
#include "keeperfs/convert/snapshot_rewrite.h"

#include <cstdint>
#include <string>
#include <vector>

namespace keeperfs::convert {

/// The file to write. Throws Error(usage, bad_output, refused): neither over the input nor, without force,
/// over another file; not among changelogs; not where a server would find two snapshots of this index.
std::string choose_rewrite_target(io::FileSystem& files, const SnapshotRewriteOptions& options,
                                  keeper::SnapshotCodec codec, std::uint64_t index,
                                  std::vector<Finding>& findings);

/// Throws Error(bad_output) when what will be written, by what the input takes, certainly has no room.
void refuse_without_room(io::FileSystem& files, const std::string& target, std::uint64_t estimated_bytes);

} // namespace keeperfs::convert
