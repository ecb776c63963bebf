#include "kept_input.h"

#include "console/standard_input.h"

#include "keeperfs/storage/disk.h"

#include <string>
#include <vector>

using namespace keeperfs;

OpenSource kept_standard_input() {
    const std::shared_ptr<storage::Disk> disk = storage::memory_disk();
    const std::string name = "standard input";
    console::StandardInput input;
    const auto kept = disk->create(name, storage::Disk::Existing::keep);
    std::vector<std::uint8_t> piece(std::size_t{1} << 20);
    while (const std::size_t n = input.read(piece))
        kept->write(Bytes(piece).first(n));
    kept->finish();
    return [disk, name] { return disk->open(name); };
}
