#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace keeperfs::tree {

struct Session {
    std::int64_t id = 0;
    std::int64_t timeout_ms = 0;
    /// Who the session has proven to be; kept by Keeper only.
    struct Authentication {
        std::string scheme, id;
        bool operator==(const Authentication&) const = default;
    };
    std::vector<Authentication> authentications;
    bool operator==(const Session&) const = default;
};

} // namespace keeperfs::tree
