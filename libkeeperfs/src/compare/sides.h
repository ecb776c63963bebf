#pragma once
// Each kind of side, made by the file of its name.
#include "keeperfs/compare/side.h"

namespace keeperfs::compare {

std::unique_ptr<Side> zookeeper_directory(io::FileSystem& files, const SideOptions& options,
                                          const std::string& directory, io::Meter* meter);
std::unique_ptr<Side> zookeeper_snapshot(io::FileSystem& files, const std::string& file, io::Meter* meter);
std::unique_ptr<Side> keeper_directory(io::FileSystem& files, const SideOptions& options, io::Meter* meter);
std::unique_ptr<Side> keeper_snapshot(io::FileSystem& files, const std::string& file);
std::unique_ptr<Side> json_lines(io::FileSystem& files, const std::string& file);

} // namespace keeperfs::compare
