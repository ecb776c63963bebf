#include "keeperfs/storage/disk_files.h"

#include <utility>

namespace keeperfs::storage {

std::string directory_name(const Disk& disk) {
    std::string name = disk.place("");
    while (name.size() > 1 && name.ends_with('/'))
        name.pop_back();
    return name;
}

void mount(io::VirtualFiles& files, const std::string& directory, std::shared_ptr<Disk> disk) {
    files.add_directory(directory);
    for (Entry& entry : disk->list("")) {
        const auto open = [disk, name = entry.name, size = entry.size] {
            return io::file_of_source([disk, name] { return disk->open(name); }, size);
        };
        files.add(directory, {std::move(entry.name), io::FileKind::regular, entry.size, entry.modified_ms},
                  open);
    }
}

} // namespace keeperfs::storage
