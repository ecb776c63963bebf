#pragma once
// Whether each file is whole where it lies, and whether its copies are the same.
#include "keeperfs/export.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/migrate/inventory.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::migrate {

struct FileCheck {
    StoredFile file;
    std::uint64_t records = 0;                        ///< of a log; of a snapshot its nodes
    std::optional<std::uint64_t> first, last;         ///< indices that were read
    std::string problem;                              ///< empty: read record by record to its end
    std::string sha256;                               ///< of a file that has copies
    std::optional<std::size_t> same_as, differs_from; ///< the place of the first copy that a server reads

    bool is_whole() const noexcept { return problem.empty(); }
    bool is_well() const noexcept { return is_whole() && !differs_from && !file.has_marker; }
};

/// One file. Damage is a problem in it, never an exception.
KEEPERFS_EXPORT FileCheck check_file(const Layout& layout, const StoredFile& file,
                                     io::Meter* meter = nullptr);

/// All of them, in the order of the inventory.
KEEPERFS_EXPORT std::vector<FileCheck> verify_files(const Layout& layout, const Inventory& inventory,
                                                    io::Meter* meter = nullptr);

} // namespace keeperfs::migrate
