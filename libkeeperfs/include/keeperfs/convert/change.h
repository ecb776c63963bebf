#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace keeperfs::convert {

/// Something that differs from what was read, or that an administrator must know.
struct Change {
    std::string code; ///< stable: "data.null-became-empty"
    std::uint64_t count = 0;
    std::string message;
    std::vector<std::string> examples; ///< the first few
};

} // namespace keeperfs::convert
