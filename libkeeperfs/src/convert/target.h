#pragma once
// The directory that a Keeper will start from: is it safe to put a snapshot there?
#include "keeperfs/convert/zookeeper_to_keeper.h"

#include <cstdint>
#include <string>
#include <vector>

namespace keeperfs::convert {

/// Before anything is read: the directory exists, is not ZooKeeper's own, and no changelog lies where a
/// Keeper would replay it on top. Throws Error(bad_output, refused). -> temporary files of dead runs.
std::vector<Finding> check_target(io::FileSystem& files, const ZooKeeperToKeeperOptions& options);

/// Once the index is known: no snapshot that a Keeper would prefer. Throws Error(refused).
void check_existing_snapshots(io::FileSystem& files, const ZooKeeperToKeeperOptions& options,
                              std::uint64_t index);

/// Throws Error(refused) when the directory holds a Keeper's changelogs.
void refuse_among_changelogs(io::FileSystem& files, const std::string& directory);

/// By whatever names; false when one is not there.
bool same_directory(const std::string& a, const std::string& b);

/// snapshot_<index>.bin.zstd, or .bin for LZ4 blocks.
std::string snapshot_file_name(std::uint64_t index, keeper::SnapshotCodec codec);
/// The same in the output directory.
std::string output_path(const ZooKeeperToKeeperOptions& options, std::uint64_t index);

} // namespace keeperfs::convert
