#pragma once
#include <chrono>
#include <functional>
#include <string_view>

namespace keeperfs::probe {

/// How long a job waits for servers, and whom it tells.
struct Patience {
    std::chrono::milliseconds timeout{120'000}; ///< in all
    std::chrono::milliseconds interval{500};    ///< between two looks
    std::function<void(std::string_view)> tell; ///< what is still missing, after each look; may be empty
};

} // namespace keeperfs::probe
