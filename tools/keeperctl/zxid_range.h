#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

/// Both ends belong to it; an end that is not given is open.
struct ZxidRange {
    std::optional<std::int64_t> first, last;
};

/// "0x4c", "0x4c..0x60", "0x4c..", "..0x60". Throws Error(usage) that names --zxid.
ZxidRange parse_zxid_range(std::string_view typed);
