#pragma once
#include "keeperfs/io/filesystem.h"

#include <memory>
#include <string>

namespace keeperfs::compare {

/// A view on a file system in which this file lies alone in its directory: for what reads directories only.
/// Nothing can be written through it.
std::unique_ptr<io::FileSystem> lone_file(io::FileSystem& files, const std::string& path);

} // namespace keeperfs::compare
