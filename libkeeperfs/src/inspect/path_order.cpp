#include "keeperfs/inspect/path_order.h"

#include <algorithm>
#include <cstdint>

namespace keeperfs::inspect {

bool comes_before(std::string_view a, std::string_view b) noexcept {
    const auto [in_a, in_b] = std::ranges::mismatch(a, b);
    if (in_a == a.end() || in_b == b.end())
        return in_a == a.end() && in_b != b.end();
    if (*in_a == '/' || *in_b == '/')
        return *in_a == '/';
    return static_cast<std::uint8_t>(*in_a) < static_cast<std::uint8_t>(*in_b);
}

} // namespace keeperfs::inspect
