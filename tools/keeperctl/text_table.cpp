#include "text_table.h"

#include <fmt/format.h>

#include <algorithm>

namespace {

std::vector<std::size_t> widths_of(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths(rows.front().size());
    for (const std::vector<std::string>& row : rows)
        for (std::size_t column = 0; column < row.size(); ++column)
            widths[column] = std::max(widths[column], row[column].size());
    return widths;
}

} // namespace

std::string TextTable::text() const {
    const std::vector<std::size_t> widths = widths_of(rows_);
    std::string out;
    for (const std::vector<std::string>& row : rows_) {
        for (std::size_t column = 0; column + 1 < row.size(); ++column)
            out += fmt::format("  {:>{}}", row[column], widths[column]);
        out += "  " + row.back() + "\n";
    }
    return out;
}
