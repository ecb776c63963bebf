#pragma once
// A disk for whoever reads files by their paths.
#include "keeperfs/export.h"
#include "keeperfs/io/virtual_files.h"
#include "keeperfs/storage/disk.h"

#include <memory>
#include <string>

namespace keeperfs::storage {

/// What a disk is called as a directory: its place, a path or a URL, without a slash at the end.
KEEPERFS_EXPORT std::string directory_name(const Disk& disk);

/// What lies on the disk now, as files of a directory of any name. Files are meant to be read from front to
/// back: going back begins anew.
KEEPERFS_EXPORT void mount(io::VirtualFiles& files, const std::string& directory, std::shared_ptr<Disk> disk);

} // namespace keeperfs::storage
