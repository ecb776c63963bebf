#pragma once
#include "keeperfs/base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string_view>

namespace keeperfs {

/// The row of a table in order of codes. Error(defect) for a code that is none.
template <class Kind> const Kind& kind_of_finding(std::span<const Kind> table, std::string_view code) {
    const auto found = std::ranges::lower_bound(table, code, {}, &Kind::code);
    if (found == table.end() || found->code != code)
        throw Error(ErrorKind::defect, fmt::format("the finding {} is in no table", code));
    return *found;
}

} // namespace keeperfs
